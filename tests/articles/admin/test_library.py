"""Pictures in the admin: what is taken, what is refused, crops, uses, and the chooser."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import picture_uses, renditions
from articles.models import Picture, RenditionJob
from articles.renditions import jobs, uploads
from tests.factories import (
    image_bytes,
    make_article,
    make_author,
    make_page,
    make_picture,
    make_user,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LIST = "/admin/articles/picture/"
ADD = f"{LIST}add/"
CHOOSE = f"{LIST}choose/"


def change(picture: Picture) -> str:
    return f"{LIST}{picture.pk}/change/"


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def send(person, content: bytes, name: str = "photo.jpg", **fields):
    return person.send(ADD, file=upload(content, name), **{"alt": "وصف مكتوب"} | fields)


# --- Uploading -----------------------------------------------------------------------------------


def test_an_upload_is_encoded_anew_and_knows_who_sent_it(desk):
    reporter = desk("REPORTER")
    response = send(reporter, image_bytes((1300, 800), "PNG"), "صورة من الهاتف.png", caption="شرح")
    assert response.status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height, picture.uploaded_by) == (1300, 800, reporter.user)
    assert picture.file.name.endswith(".jpg")
    folder = picture.file.name.rsplit(".", 1)[0]
    assert default_storage.listdir(folder) == ([], ["text-720.jpg"])
    assert RenditionJob.objects.get().picture == picture


def test_an_upload_is_encoded_once(desk, monkeypatch):
    calls = []
    decode = uploads.decode
    monkeypatch.setattr(uploads, "decode", lambda file: calls.append(file) or decode(file))
    send(desk(), image_bytes((640, 400)))
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.jpg", b"not a picture at all"),
        ("cut.jpg", image_bytes((640, 400))[:3000]),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("page.html", b"<script>alert(1)</script>"),
        ("empty.jpg", b""),
    ],
)
def test_what_is_no_picture_is_an_error_beside_the_file(desk, name, content):
    editor = desk()
    response = send(editor, content, name, caption="شرح مكتوب")
    assert response.status_code == 200
    assert editor.errors("file")
    assert editor.page.select_one("[name=alt]")["value"] == "وصف مكتوب"
    assert editor.page.select_one("[name=caption]")["value"] == "شرح مكتوب"
    assert not Picture.objects.exists()


def test_a_file_beyond_the_limit_is_an_error_beside_the_file(desk, settings):
    content = image_bytes((640, 400))
    settings.PICTURE_MAX_BYTES = len(content) - 1
    editor = desk()
    assert send(editor, content).status_code == 200
    assert editor.errors("file")


def test_too_many_pixels_are_an_error_beside_the_file(desk, settings):
    settings.PICTURE_MAX_PIXELS = 640 * 400 - 1
    editor = desk()
    assert send(editor, image_bytes((640, 400))).status_code == 200
    assert editor.errors("file")


def test_a_missing_file_is_an_error_beside_the_file(desk):
    editor = desk()
    assert editor.send(ADD, alt="وصف").status_code == 200
    assert editor.errors("file")


def test_a_phone_may_give_its_file_a_long_name(desk):
    assert send(desk(), image_bytes((640, 400)), "صورة" * 50 + ".jpg").status_code == 302


# --- Changing ------------------------------------------------------------------------------------


def test_the_file_of_a_picture_is_never_exchanged(desk):
    editor, picture = desk(), make_picture()
    before = picture.file.name
    editor.open(change(picture))
    assert not editor.page.select("[name=file]")
    editor.send(change(picture), file=upload(image_bytes((320, 200))), caption="شرح آخر")
    picture.refresh_from_db()
    assert (picture.file.name, picture.caption) == (before, "شرح آخر")


def test_another_focal_point_makes_other_crops(desk):
    editor, picture = desk(), make_picture(ready=renditions.KINDS)
    old = renditions.sources(picture, "wide").jpeg
    editor.send(change(picture), focal_x="10", focal_y="90")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (10, 90)
    assert renditions.sources(picture, "wide").jpeg == old, "until the new ones are made"
    jobs.work_off()
    picture.refresh_from_db()
    new = renditions.sources(picture, "wide").jpeg
    assert new == old.replace("50x50", "10x90")
    assert default_storage.exists(new.removeprefix("/media/"))


@pytest.mark.parametrize("value", ["101", "-1", "x", ""])
def test_a_focal_point_lies_within_the_picture(desk, value):
    editor, picture = desk(), make_picture()
    assert editor.send(change(picture), focal_x=value).status_code == 200
    assert editor.errors("focal_x")


def test_a_reporter_changes_her_upload_until_readers_may_see_it(desk, client):
    reporter = desk("REPORTER")
    picture = make_picture(uploaded_by=reporter.user)
    assert reporter.send(change(picture), alt="وصف أدق").status_code == 302
    story = make_article(cover=picture)

    assert reporter.open(change(picture)).status_code == 200
    assert not reporter.page.select("[name=alt], input[name=_save]")
    assert "وصف أدق" in reporter.page.select_one("#content-main").get_text()
    sent = {"alt": "وصف مدسوس", "focal_x": "50", "focal_y": "50"}
    assert reporter.client.post(change(picture), sent).status_code == 403
    assert "وصف مدسوس" not in client.get(story.get_absolute_url()).content.decode()


def test_the_uses_of_a_picture_are_searched_once_a_page(desk, monkeypatch):
    searches = []
    uses_of = picture_uses.uses_of
    monkeypatch.setattr(picture_uses, "uses_of", lambda rows: searches.append(1) or uses_of(rows))
    reporter = desk("REPORTER")
    reporter.open(change(make_picture(uploaded_by=reporter.user)))
    assert len(searches) == 1


# --- The list ------------------------------------------------------------------------------------


def test_the_list_shows_pictures_and_which_lack_an_alternative_text(desk):
    editor = desk()
    ready, bare = make_picture(alt="ميناء"), make_picture(alt="", caption="بلا وصف")
    make_picture(alt="", decorative=True)
    editor.open(LIST)
    assert len(editor.page.select("#result_list img.picture-thumbnail")) == 3
    editor.open(f"{LIST}?ready=no")
    assert editor.shown("#result_list .field-description") == [str(bare)]
    editor.open(f"{LIST}?ready=yes")
    assert str(ready) in editor.shown("#result_list .field-description")
    assert len(editor.page.select("#result_list tbody tr")) == 2


def test_the_search_overlooks_spelling(desk):
    editor = desk()
    make_picture(alt="المدينة القديمة")
    make_picture(alt="البحر", caption="")
    editor.open(f"{LIST}?q=المدينه القديمه")
    assert editor.shown("#result_list .field-description") == ["المدينة القديمة"]


@pytest.mark.parametrize("number", [3, 12])
def test_the_list_costs_the_same_whatever_its_length(desk, number, django_assert_num_queries):
    editor, author = desk(), make_user("REPORTER")
    for _ in range(number):
        make_picture(size=(96, 96), uploaded_by=author)
    editor.open(LIST)
    # Session, account, its rights (two), settings, count, pictures.
    with django_assert_num_queries(7):
        editor.open(LIST)


# --- Deleting ------------------------------------------------------------------------------------


def test_deleting_names_the_places_that_lose_the_picture(desk):
    editor, picture = desk(), make_picture()
    story = make_article(cover=picture, headline="قصة الغلاف")
    make_author(portrait=picture, name="كاتبة الصورة")
    editor.open(f"{LIST}{picture.pk}/delete/")
    text = editor.page.select_one("#content").get_text()
    assert "قصة الغلاف" in text
    assert "كاتبة الصورة" in text
    editor.client.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    story.refresh_from_db()
    assert story.cover is None
    assert not Picture.objects.exists()


@pytest.mark.parametrize("make", [make_article, make_page])
def test_a_picture_inside_a_text_is_not_deleted(desk, make):
    editor, picture = desk(), make_picture()
    row = make(body=f'<p>نص</p><figure><img src="{picture.file.url}"></figure>')
    editor.open(f"{LIST}{picture.pk}/delete/")
    assert str(row) in editor.page.select_one("#content").get_text()
    assert not editor.page.select("#content form input[type=submit]")
    editor.client.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    editor.client.post(LIST, data)
    assert Picture.objects.exists()


def test_an_unused_picture_is_deleted_with_its_files(desk, django_capture_on_commit_callbacks):
    editor, picture = desk(), make_picture()
    with django_capture_on_commit_callbacks(execute=True):
        editor.client.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert not Picture.objects.exists()
    assert not default_storage.exists(picture.file.name)


# --- The chooser ---------------------------------------------------------------------------------


def test_the_chooser_offers_what_the_editor_puts_into_the_text(desk):
    reporter = desk("REPORTER")
    picture = make_picture(alt="ميناء", caption="شرح")
    bare = make_picture(alt="", caption="")
    reporter.open(CHOOSE)
    unready, ready = reporter.page.select("[data-picture]")
    assert ready["data-src"] == picture.file.url
    assert (ready["data-alt"], ready["data-caption"]) == ("ميناء", "شرح")
    assert (ready["data-width"], ready["data-height"]) == ("640", "400")
    assert unready["data-src"] == bare.file.url
    # No `alt` at all, so that the story cannot go out before one is written.
    assert not unready.has_attr("data-alt")


def test_the_chooser_searches_and_turns_pages(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.library.CHOOSER_PAGE", 2)
    editor = desk()
    for number in range(3):
        make_picture(size=(96, 96), alt=f"منظر {number}")
    editor.open(f"{CHOOSE}?q=مَنظر")
    assert len(editor.page.select("[data-picture]")) == 2
    older = editor.page.select("[data-page]")[-1]["href"]
    editor.open(f"{CHOOSE}{older}")
    assert [button["data-alt"] for button in editor.page.select("[data-picture]")] == ["منظر 0"]
    for address in (f"{CHOOSE}?q=لا شيء", f"{CHOOSE}?p=999", f"{CHOOSE}?p=x"):
        assert editor.open(address).status_code == 200


def test_the_chooser_answers_reading_requests_alone(desk):
    assert desk().client.post(CHOOSE).status_code == 405
