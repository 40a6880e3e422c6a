import pytest
from django.contrib.auth import get_user_model
pytestmark=[pytest.mark.browser]
def _login(page, page_problems):
    get_user_model().objects.create_superuser("u", password="pppppp")
    page.goto("/admin/login/")
    page.fill("#id_username","u"); page.fill("#id_password","pppppp"); page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    print(page.title(), page_problems.seen, page.evaluate("[innerWidth,navigator.language]") )
def test_login1(phone_page, page_problems): _login(phone_page, page_problems)
def test_login2(desktop_page, page_problems): _login(desktop_page, page_problems)
def test_login3(phone_page_without_scripts, page_problems): _login(phone_page_without_scripts, page_problems)
def test_404(phone_page, page_problems):
    page_problems.expect("404|500")
    phone_page.goto("/nonexistent/")
    print(page_problems.seen)
@pytest.mark.django_db
def test_mixed_db(phone_page):
    assert get_user_model().objects.count()==0
