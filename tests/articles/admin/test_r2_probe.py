import pytest, time_machine
from datetime import timedelta, datetime, UTC
from django.utils import timezone
from tests.factories import *
from tests.page_reading import set_site
pytestmark = pytest.mark.django_db

def test_sw_over_days(client):
    set_site(name="قوس")
    a = client.get("/service-worker.js").content
    with time_machine.travel(timezone.now()+timedelta(days=1, hours=3)):
        assert client.get("/service-worker.js").content == a

def test_sw_hosts(client):
    set_site(name="قوس")
    a = client.get("/service-worker.js").content
    client.cookies["sessionid"]="x"
    assert client.get("/service-worker.js").content == a

@pytest.mark.parametrize("name", ["", " ", "\u202e", "a"*80])
def test_manifest_empty(client, name):
    set_site(name=name)
    r = client.get("/manifest.webmanifest"); assert r.status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/sitemap-news.xml").status_code == 200

@pytest.mark.parametrize("digest", ["%00", "x"*5000, "..%2f", "%E2%80%AE", "a.css.b", "é", "%ff"])
def test_digest(client, digest):
    make_category(accent="#112233")
    r = client.get(f"/accents.{digest}.css")
    assert r.status_code in (200, 404, 400), r.status_code

ODD = ["01/01/0001", "31/12/9999", "30/02/2024", "01/01/1900"]
@pytest.mark.parametrize("day", ODD)
@pytest.mark.parametrize("time", ["00:00", "23:59", "25:00", ""])
def test_front_until(desk, day, time):
    story = make_article()
    ed = desk()
    url = f"/admin/articles/article/{story.pk}/change/"
    r = ed.send(url, front_place="lead", front_until_0=day, front_until_1=time)
    assert r.status_code in (200, 302)
    print(day, time, r.status_code)
    ed.open(url)
    assert ed.client.get("/").status_code == 200
    assert ed.client.get(f"/admin/articles/article/").status_code == 200
@pytest.mark.parametrize("day", ODD)
def test_pub(desk, day):
    story = make_article()
    ed = desk()
    url = f"/admin/articles/article/{story.pk}/change/"
    r = ed.send(url, published_at_0=day, published_at_1="00:00", front_place="top")
    assert r.status_code in (200, 302)
    print(day, r.status_code)
    ed.open(url)
    for a in ("/", "/sitemap.xml", "/sitemap-pages.xml", story.get_absolute_url(), "/feeds/rss.xml", story.category.get_absolute_url()):
        assert ed.client.get(a).status_code in (200,404), a
@pytest.mark.parametrize("place", ["LEAD", "xx", "lead "*3, "\x00", "leadleadlead"])
def test_place(desk, place):
    story = make_article()
    ed = desk()
    url = f"/admin/articles/article/{story.pk}/change/"
    r = ed.send(url, front_place=place)
    assert r.status_code in (200, 302)
    assert ed.client.get("/admin/articles/article/?front="+place).status_code in (200,302)
@pytest.mark.parametrize("accent", ["#00000", "", "#ZZZZZZ", "#112233\n", "\x00", "#١٢٣٤٥٦", "#AABBCC"])
def test_accent(desk, accent):
    c = make_category()
    ed = desk()
    r = ed.send(f"/admin/articles/category/{c.pk}/change/", own_accent="on", accent=accent)
    assert r.status_code in (200, 302)
    c.refresh_from_db(); print(repr(accent), r.status_code, repr(c.accent))
    assert ed.client.get("/").status_code == 200
def test_cat_list_editable(desk):
    c = make_category(accent="#aabbcc", block="opinion")
    ed = desk()
    ed.open("/admin/articles/category/")
    r = ed.client.post("/admin/articles/category/", {"form-TOTAL_FORMS":"1","form-INITIAL_FORMS":"1","form-0-id":str(c.pk),"form-0-position":"7","_save":"x"})
    assert r.status_code == 302
    c.refresh_from_db(); assert (c.position, c.accent, c.block) == (7, "#aabbcc", "opinion")
