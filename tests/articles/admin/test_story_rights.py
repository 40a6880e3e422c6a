"""Roles hold on every way into a story: the form, crafted requests, actions, deletion, pickers."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import edit_conflicts
from articles.forms import VERSION
from articles.models import Article, Byline
from articles.publication import Status
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_picture,
    make_tag,
    make_user,
    sign,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LIST = "/admin/articles/article/"
ADD = f"{LIST}add/"
ROLES = ("REPORTER", "EDITOR", "MODERATOR", "ADMINISTRATOR")
EDITS_ALL = {"EDITOR", "ADMINISTRATOR"}
UNPUBLISHED = {Status.DRAFT, Status.IN_REVIEW}


def change(story: Article) -> str:
    return f"{LIST}{story.pk}/change/"


def story_of(user, own: str, status: Status) -> Article:
    """A story that is the user's own as its starter or as its author, or nobody's."""
    story = make_article(status=status, created_by=user if own == "started" else None)
    if own == "signed":
        author = getattr(user, "author", None) or make_author(user=user)
        sign(story, author)
    return story


def expected(role: str, own: str, status: Status) -> tuple[bool, bool]:
    """Whether the role sees the story in the newsroom, and whether it may edit it."""
    if role in EDITS_ALL:
        return True, True
    mine = own != "foreign"
    return mine or status == Status.PUBLISHED, role == "REPORTER" and mine and status in UNPUBLISHED


OWN = ("started", "signed", "foreign")
EVERY_CASE = [
    pytest.param(role, own, status, id=f"{role}-{own}-{status.value}")
    for role in ROLES
    for own in OWN
    for status in Status
]


@pytest.mark.parametrize(("role", "own", "status"), EVERY_CASE)
def test_who_sees_and_edits_which_story(desk, role, own, status):
    person = desk(role)
    story = story_of(person.user, own, status)
    sees, edits = expected(role, own, status)

    person.open(LIST)
    assert (story.headline in person.shown(".field-headline")) == sees
    response = person.open(change(story))
    assert response.status_code == (200 if sees else 302)
    if sees:
        assert bool(person.page.select("input[name=_save]")) == edits
        assert bool(person.page.select("#bylines-group select")) == edits

    answer = person.client.post(change(story), minimal(story, headline="عنوان مدسوس"))
    assert answer.status_code in ({302} if edits else {302, 403})
    story.refresh_from_db()
    assert (story.headline == "عنوان مدسوس") == edits


@pytest.mark.parametrize(("role", "own", "status"), EVERY_CASE)
def test_who_deletes_which_story(desk, role, own, status):
    person = desk(role)
    story = story_of(person.user, own, status)
    _sees, edits = expected(role, own, status)
    deletes = edits and status in UNPUBLISHED

    answer = person.client.post(f"{LIST}{story.pk}/delete/", {"post": "yes"})
    assert answer.status_code in ({302} if deletes else {302, 403})
    assert Article.objects.filter(pk=story.pk).exists() != deletes


@pytest.mark.parametrize("role", ROLES)
def test_deleting_the_selected_spares_what_one_may_not_delete(desk, role):
    person = desk(role)
    own = make_article(status=Status.DRAFT, created_by=person.user)
    published = make_article(headline="خبر يعرفه القراء")
    data = {"action": "delete_selected", "_selected_action": [own.pk, published.pk], "post": "yes"}
    person._keep(person.client.post(LIST, data))
    # All or nothing: a list with one story that she may not delete is refused as a whole.
    assert Article.objects.count() == 2
    if role != "MODERATOR":
        assert person.shown("#content ul a") == ["خبر يعرفه القراء"]
        assert not person.page.select("#content form input[type=submit]")
    person.client.post(LIST, data | {"_selected_action": [own.pk]})
    assert Article.objects.filter(pk=own.pk).exists() == (role == "MODERATOR")


def test_the_address_of_a_deleted_selection_is_still_gone_and_not_unknown(desk, client):
    story = make_article(status=Status.WITHDRAWN)
    data = {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"}
    desk().client.post(LIST, data)
    assert client.get(story.get_absolute_url()).status_code == 410


def minimal(story: Article, **changes) -> dict:
    """What a hand-made request would send."""
    return {
        "kicker": "",
        "headline": story.headline,
        "standfirst": "",
        "body": story.body,
        "cover": "",
        "cover_caption": "",
        "category": story.category_id,
        "status": story.status,
        "published_at_0": "",
        "published_at_1": "",
        "ends_at_0": "",
        "ends_at_1": "",
        "slug": "",
        VERSION: edit_conflicts.token(story),
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        "bylines-MIN_NUM_FORMS": "0",
        "bylines-MAX_NUM_FORMS": "1000",
    } | changes


# --- Publishing ----------------------------------------------------------------------------------


def test_a_reporter_is_offered_the_statuses_she_may_set(desk):
    reporter = desk("REPORTER")
    reporter.open(ADD)
    offered = [option["value"] for option in reporter.page.select("[name=status] option")]
    assert offered == ["draft", "in_review"]
    assert all(
        reporter.page.select_one(f"[name={name}]").has_attr("disabled")
        for name in ("published_at_0", "published_at_1", "ends_at_0", "ends_at_1")
    )


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_a_crafted_status_is_refused_beside_its_field(desk, status):
    reporter = desk("REPORTER")
    story = make_article(status=Status.DRAFT, created_by=reporter.user)
    response = reporter.send(change(story), status=status.value, headline="عنوان جديد")
    assert response.status_code == 200
    assert reporter.errors("status")
    assert reporter.page.select_one("[name=headline]")["value"] == "عنوان جديد"
    story.refresh_from_db()
    assert story.status == Status.DRAFT


@pytest.mark.parametrize("name", ["published_at", "ends_at"])
def test_a_crafted_time_is_refused_beside_its_field(desk, name):
    reporter = desk("REPORTER")
    story = make_article(status=Status.IN_REVIEW, created_by=reporter.user)
    sent = {f"{name}_0": "01/01/2030", f"{name}_1": "10:00"}
    response = reporter.send(change(story), **sent)
    assert response.status_code == 200
    assert reporter.errors(name)
    story.refresh_from_db()
    assert getattr(story, name) is None


def test_a_reporter_saves_a_draft_whose_time_an_editor_has_set(desk):
    reporter = desk("REPORTER")
    at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    story = make_article(status=Status.DRAFT, created_by=reporter.user, published_at=at)
    assert reporter.send(change(story), headline="عنوان أدق").status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.published_at) == ("عنوان أدق", at)


def test_a_reporter_hands_her_story_to_the_editors_with_the_form(desk):
    reporter = desk("REPORTER")
    response = reporter.send(
        ADD,
        headline="خبر",
        body="<p>نص</p>",
        category=make_category().pk,
        status="in_review",
    )
    assert response.status_code == 302
    assert Article.objects.get().status == Status.IN_REVIEW


# --- Actions on many -----------------------------------------------------------------------------

ACTIONS = {
    "publish": (Status.IN_REVIEW, Status.PUBLISHED),
    "withdraw": (Status.PUBLISHED, Status.WITHDRAWN),
    "submit_for_review": (Status.DRAFT, Status.IN_REVIEW),
    "return_to_draft": (Status.IN_REVIEW, Status.DRAFT),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_editors_actions(desk, action):
    before, after = ACTIONS[action]
    editor, stories = desk(), [make_article(status=before) for _ in range(2)]
    editor.act(LIST, action, *stories)
    assert {story.status for story in Article.objects.all()} == {after}
    # The dual is written out: «مادتان».
    assert ["مادتان" in text for text in editor.shown(".messagelist .success")] == [True]
    assert LogEntry.objects.filter(user=editor.user).count() == 2


@pytest.mark.parametrize("action", ["publish", "withdraw"])
@pytest.mark.parametrize("role", ["REPORTER", "MODERATOR"])
def test_only_publishers_have_the_actions_that_publish(desk, role, action):
    person = desk(role)
    story = make_article(status=Status.IN_REVIEW, created_by=person.user)
    person.open(LIST)
    offered = [option["value"] for option in person.page.select("select[name=action] option")]
    assert action not in offered
    person.act(LIST, action, story)
    story.refresh_from_db()
    assert story.status == Status.IN_REVIEW


def test_an_action_tells_what_it_refused_and_why(desk):
    editor = desk()
    bad = make_article(
        status=Status.DRAFT, headline="خبر بلا وصف", cover=make_picture(alt="", caption="")
    )
    good = make_article(status=Status.DRAFT)
    editor.act(LIST, "publish", bad, good)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == (Status.DRAFT, Status.PUBLISHED)
    (warning,) = editor.shown(".messagelist .warning")
    assert "خبر بلا وصف" in warning
    assert len(editor.shown(".messagelist .success")) == 1


def test_a_reporter_submits_her_own_stories_and_no_others(desk):
    reporter = desk("REPORTER")
    own = make_article(status=Status.DRAFT, created_by=reporter.user)
    foreign = make_article(status=Status.DRAFT)
    out = make_article()
    reporter.act(LIST, "submit_for_review", own, foreign, out)
    for story in (own, foreign, out):
        story.refresh_from_db()
    assert [own.status, foreign.status, out.status] == [
        Status.IN_REVIEW,
        Status.DRAFT,
        Status.PUBLISHED,
    ]
    # A foreign draft is not even in her list; the published story is named as refused.
    assert len(reporter.shown(".messagelist .warning")) == 1


# --- Bylines, pickers, popups --------------------------------------------------------------------


def test_bylines_of_a_story_one_may_not_edit_stay_as_they_are(desk):
    reporter = desk("REPORTER")
    story = make_article(created_by=reporter.user)
    sign(story, make_author())
    line = story.bylines.get()
    sent = minimal(story) | {
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "1",
        "bylines-0-id": line.pk,
        "bylines-0-article": story.pk,
        "bylines-0-author": make_author(user=reporter.user).pk,
        "bylines-0-role": "by",
        "bylines-0-position": "1",
    }
    assert reporter.client.post(change(story), sent).status_code == 403
    assert Byline.objects.get().author_id == line.author_id


PICKERS = {
    "cover": "picture",
    "tags": "tag",
    "further_categories": "category",
}
MAY_PICK = {"REPORTER", "EDITOR", "ADMINISTRATOR"}


def autocomplete(person, field: str, term: str = "", model: str = "article"):
    return person.client.get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": model, "field_name": field, "term": term},
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("field", PICKERS)
def test_pickers_answer_those_who_may_see_what_is_picked(desk, role, field):
    person = desk(role)
    make_tag(name="مونديال")
    make_picture()
    make_category()
    answer = autocomplete(person, field)
    assert answer.status_code == (200 if role in MAY_PICK else 403)
    if role in MAY_PICK:
        assert len(answer.json()["results"]) == 1


def test_pickers_fold_what_is_typed(desk):
    tag = make_tag(name="الدَّار البيضاء")
    make_tag(name="طنجة")
    (found,) = autocomplete(desk(), "tags", "الدار البيضآء").json()["results"]
    assert found["id"] == str(tag.pk)


def test_the_picker_of_stories_offers_only_stories_one_may_see(desk):
    make_article(headline="مسودة سرية", status=Status.DRAFT)
    found = autocomplete(desk(), "article", "سرية", model="breakingnews").json()["results"]
    assert [row["text"] for row in found] == ["مسودة سرية"]
    answer = autocomplete(desk("REPORTER"), "article", "سرية", model="breakingnews")
    assert answer.json()["results"] == []


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/admin/articles/picture/add/?_popup=1", MAY_PICK),
        ("/admin/articles/tag/add/?_popup=1", MAY_PICK),
        ("/admin/articles/category/add/?_popup=1", EDITS_ALL),
        ("/admin/articles/author/add/?_popup=1", EDITS_ALL),
        ("/admin/articles/picture/choose/", MAY_PICK),
        ("/admin/articles/breakingnews/add/", EDITS_ALL),
        ("/admin/articles/page/add/", EDITS_ALL),
        ("/admin/articles/sitesettings/1/change/", {"ADMINISTRATOR"}),
        ("/admin/auth/user/add/", {"ADMINISTRATOR"}),
        ("/admin/auth/group/add/", set()),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_forms_open_for_those_who_may_use_them(desk, role, path, roles):
    person = desk(role)
    make_user("REPORTER")
    person.client.get("/admin/articles/sitesettings/")
    assert person.open(path).status_code == (200 if role in roles else 403)


def test_strangers_are_sent_to_the_sign_in_page(client):
    story = make_article()
    for path in (LIST, ADD, change(story), "/admin/articles/picture/choose/"):
        assert client.get(path).headers["Location"].startswith("/admin/login/?next=")
