"""Renditions are made once, by one worker, and whatever befalls it another one goes on."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import renditions
from articles.models import Picture, RenditionJob
from articles.renditions import encoding, jobs, slots
from newsportal import page_cache
from tests.factories import make_article, make_author, make_picture


class Killed(BaseException):
    """What no handler catches, as when the worker's process ends."""


def upload() -> Picture:
    return make_picture(size=(200, 120))


def number_of_files(picture: Picture) -> int:
    return sum(len(widths) for _slot, _kind, widths in renditions.wanted(picture))


@pytest.mark.django_db
class TestQueue:
    def test_an_upload_and_another_focal_point_are_jobs_a_caption_is_none(self):
        picture = upload()
        assert RenditionJob.objects.get().picture == picture
        jobs.work_off()
        picture.refresh_from_db()
        picture.caption = "شرح آخر"
        picture.save()
        assert not RenditionJob.objects.exists()
        picture.focal_x = 20
        picture.save()
        assert RenditionJob.objects.get().picture == picture

    def test_the_worker_makes_everything_and_the_row_says_so(self):
        picture = upload()
        assert jobs.work_off() == 1
        picture.refresh_from_db()
        assert renditions.is_ready(picture)
        assert picture.renditions["plan"] == slots.PLAN
        assert not RenditionJob.objects.exists()
        assert jobs.work_off() == 0

    def test_no_page_makes_any(self, client, encoded):
        picture = upload()
        story = make_article(cover=picture, body=f'<figure><img src="{picture.file.url}"></figure>')
        encoded.clear()
        for address in ("/", story.get_absolute_url(), story.category.get_absolute_url()):
            assert "text-200.jpg" in client.get(address).content.decode()
        assert encoded == []

    def test_pages_change_as_more_is_ready(self, client):
        story = make_article(cover=upload())
        jobs.work_off()
        page = client.get(story.get_absolute_url()).content.decode()
        assert page.index("image/avif") < page.index("image/webp")

    def test_who_shows_the_picture_is_forgotten_at_each_stage(self, forgotten, monkeypatch):
        story = make_article(cover=upload())
        author = make_author(portrait=story.cover)
        expected = {page_cache.tag("article", story.pk), page_cache.tag("author", author.pk)}
        heard = []
        monkeypatch.setattr(page_cache, "invalidate", lambda tags: heard.append(set(tags)))
        jobs.work_off()
        assert len(heard) == 2
        for tags in heard:
            assert expected | {page_cache.HOME} <= tags

    def test_another_list_of_slots_forgets_no_page(self, forgotten):
        story = make_article(cover=make_picture(size=(200, 120), ready=renditions.KINDS))
        Picture.objects.update(renditions=story.cover.renditions | {"plan": "older", "avif": {}})
        assert jobs.enqueue_outdated() == 1
        assert forgotten(jobs.work_off) == set()
        assert renditions.is_ready(Picture.objects.get())

    def test_another_focal_point_forgets_pages_whatever_the_list(self, forgotten, encoded):
        story = make_article(cover=make_picture(size=(200, 120), ready=renditions.KINDS))
        Picture.objects.update(renditions=story.cover.renditions | {"plan": "older"})
        story.cover.focal_x = 10
        story.cover.save()
        encoded.failing["avif"] = MemoryError()
        assert page_cache.tag("article", story.pk) in forgotten(jobs.work_off)

    def test_what_was_made_to_an_older_list_is_found(self):
        current, older, never = (
            make_picture(size=(60, 40), ready=renditions.KINDS),
            upload(),
            upload(),
        )
        RenditionJob.objects.all().delete()
        Picture.objects.filter(pk=older.pk).update(renditions={"plan": "older"})
        assert jobs.enqueue_outdated() == 2
        assert jobs.enqueue_outdated() == 0
        assert {job.picture for job in RenditionJob.objects.all()} == {older, never}
        assert jobs.work_off() == 2
        assert jobs.enqueue_outdated() == 0
        assert Picture.objects.filter(renditions__plan=slots.PLAN).count() == 3
        assert renditions.is_ready(current)

    def test_a_picture_that_lacks_nothing_but_the_word_is_no_job_for_ever(self, encoded):
        picture = make_picture(size=(60, 40), ready=renditions.KINDS)
        Picture.objects.update(renditions=picture.renditions | {"plan": "older"})
        encoded.clear()
        assert jobs.enqueue_outdated() == 1
        assert jobs.work_off() == 1
        assert jobs.enqueue_outdated() == 0
        assert encoded == []

    def test_the_command(self, capsys):
        upload()
        call_command("make_renditions", "--once")
        assert "1 pictures" in capsys.readouterr().out
        assert renditions.is_ready(Picture.objects.get())


@pytest.mark.django_db
class TestTrouble:
    @pytest.fixture(autouse=True)
    def _clock(self):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            self.clock = clock
            yield

    def test_a_worker_killed_in_the_middle_is_followed_by_another(self, encoded, monkeypatch):
        picture = upload()
        encoded.clear()
        encoded.failing["avif"] = Killed()
        # A process that is gone gives nothing back.
        monkeypatch.setattr(jobs, "_give_back", lambda job: None)
        with pytest.raises(Killed):
            jobs.work_off()
        picture.refresh_from_db()
        assert set(picture.renditions) == {"focus", "jpg", "webp"}, "what is ready is shown"
        done = len(encoded) - 1
        encoded.failing.clear()
        assert jobs.work_off() == 0, "for all anyone knows the first one is still at it"
        self.clock.shift(jobs.LEASE + timedelta(seconds=1))
        assert jobs.work_off() == 1
        picture.refresh_from_db()
        assert renditions.is_ready(picture)
        preview = 1
        assert len(encoded) - 1 + preview == number_of_files(picture), "none was made twice"
        assert done > 0

    def test_a_worker_told_to_stop_gives_its_job_back(self, encoded):
        upload()
        encoded.failing["webp"] = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            jobs.work_off()
        job = RenditionJob.objects.get()
        assert (job.token, job.attempts, job.due_at) == ("", 0, timezone.now())

    def test_without_avif_there_is_webp_and_after_some_attempts_peace(self, encoded, caplog):
        picture = upload()
        encoded.failing["avif"] = MemoryError()
        for _attempt in range(jobs.MOST_ATTEMPTS):
            encoded.clear()
            assert jobs.work_off() == 0
            assert encoded.count("avif") == 1
            self.clock.shift(timedelta(days=1))
        picture.refresh_from_db()
        assert renditions.sources(picture, "wide").webp
        assert not renditions.sources(picture, "wide").avif
        assert RenditionJob.objects.get().due_at is None
        encoded.clear()
        assert jobs.work_off() == 0
        assert encoded == []
        assert f"picture {picture.pk}" in caplog.text

    def test_pauses_grow(self, encoded):
        upload()
        encoded.failing["webp"] = OSError()
        pauses = []
        for _attempt in range(3):
            jobs.work_off()
            pauses.append(RenditionJob.objects.get().due_at - timezone.now())
            self.clock.shift(pauses[-1])
        assert pauses == [jobs.FIRST_PAUSE * factor for factor in (1, 4, 16)]

    def test_what_was_given_up_can_be_tried_again(self, encoded):
        upload()
        RenditionJob.objects.update(due_at=None, attempts=jobs.MOST_ATTEMPTS)
        assert jobs.work_off() == 0
        call_command("make_renditions", "--once", "--retry", verbosity=0)
        assert renditions.is_ready(Picture.objects.get())

    def test_a_picture_that_kills_its_workers_is_given_up(self, caplog):
        upload()
        for _attempt in range(jobs.MOST_ATTEMPTS):
            assert jobs.take() is not None
            self.clock.shift(jobs.LEASE)
        assert jobs.take() is None
        assert RenditionJob.objects.get().due_at is None
        assert "given up" in caplog.text

    def test_a_picture_that_kills_its_workers_does_not_keep_the_next_one_waiting(self):
        RenditionJob.objects.filter(picture=upload()).update(attempts=jobs.MOST_ATTEMPTS)
        self.clock.shift(timedelta(seconds=1))
        upload()
        assert jobs.work_off() == 1

    def test_one_picture_s_trouble_is_not_the_next_one_s(self):
        broken, good = upload(), upload()
        broken.file.storage.delete(broken.file.name)
        assert jobs.work_off() == 1
        good.refresh_from_db()
        assert renditions.is_ready(good)

    def test_a_long_work_says_that_it_goes_on(self, monkeypatch):
        upload()
        monkeypatch.setattr(jobs, "SAID_EVERY", 0.0)
        encode = encoding.encode

        def slow(image, kind):
            self.clock.shift(jobs.LEASE / 2)
            assert jobs.take() is None
            return encode(image, kind)

        monkeypatch.setattr(encoding, "encode", slow)
        assert jobs.work_off() == 1

    def test_who_lost_the_job_writes_nothing(self, encoded, monkeypatch):
        """The focal point moved while the first worker was at it."""
        picture = upload()
        encode = encoding.encode
        moved = []

        def meanwhile(image, kind):
            if not moved:
                moved.append(True)
                other = Picture.objects.get()
                other.focal_x = 10
                other.save()
            return encode(image, kind)

        monkeypatch.setattr(encoding, "encode", meanwhile)
        assert jobs.work_off() == 1
        picture.refresh_from_db()
        assert picture.renditions["focus"] == "10x50"
        assert renditions.is_ready(picture)

    def test_a_picture_deleted_meanwhile_leaves_no_file(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        picture = upload()
        storage, name = picture.file.storage, picture.file.name
        encode = encoding.encode

        def meanwhile(image, kind):
            if kind == "webp" and Picture.objects.exists():
                with django_capture_on_commit_callbacks(execute=True):
                    Picture.objects.get().delete()
            return encode(image, kind)

        monkeypatch.setattr(encoding, "encode", meanwhile)
        jobs.work_off()
        assert not storage.exists(name)
        assert not storage.exists(name.rsplit(".", 1)[0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of PostgreSQL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["record", "save", "delete"])
def test_who_changes_a_picture_and_its_job_locks_the_picture_first(act):
    """Else two of them would wait for each other."""
    picture = upload()
    job = jobs.take()
    found = []
    with connection.copy("watching").cursor() as other:

        def watched(execute, sql, *rest):
            if re.match('(UPDATE|DELETE FROM) "articles_renditionjob"', sql):
                other.execute("SELECT FROM articles_picture FOR NO KEY UPDATE SKIP LOCKED")
                found.append("locked" if other.fetchone() is None else "free")
            return execute(sql, *rest)

        with transaction.atomic(), connection.execute_wrapper(watched):
            if act == "record":
                jobs._record(job, picture, {"focus": "50x50"})
            elif act == "save":
                picture.focal_x = 10
                picture.save()
            else:
                picture.delete()
        other.connection.close()
    assert found == ["locked"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_make_the_same_twice(encoded):
    pictures = [upload() for _number in range(6)]
    encoded.clear()
    start = threading.Barrier(2)
    done, trouble = [], []

    def work():
        try:
            start.wait(timeout=30)
            done.append(jobs.work_off())
        except BaseException as error:
            trouble.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert trouble == []
    assert sum(done) == len(pictures)
    previews = len(pictures)
    assert len(encoded) + previews == sum(map(number_of_files, pictures))
    for picture in Picture.objects.all():
        assert renditions.is_ready(picture)
