"""Pictures in object storage (S3's protocol), for portals of several machines.

Pages go on naming `/media/…` of the site itself, which the content policy allows and whose names
never change what they stand for: whatever is in front fetches them from the bucket, or from the
portal, once each.
"""

from urllib.parse import quote, urljoin

from django.conf import settings
from storages.backends.s3 import S3Storage


class PictureBucket(S3Storage):
    """The bucket MEDIA_BUCKET; the credentials are boto3's own (AWS_ACCESS_KEY_ID, …)."""

    def url(self, name: str | None, *arguments: object, **options: object) -> str:
        return urljoin(settings.MEDIA_URL, quote(name or ""))
