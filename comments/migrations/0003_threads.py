from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower

BATCH = 5000


def complete(apps, schema_editor):
    """Every earlier comment is a thread of its own; a few thousand a transaction."""
    comments = apps.get_model('comments', 'Comment').objects
    last = comments.order_by('-pk').values_list('pk', flat=True).first() or 0
    for start in range(0, last, BATCH):
        batch = comments.filter(pk__gt=start, pk__lte=start + BATCH)
        batch.filter(root__isnull=True).update(root=F('pk'), number=0, email=Lower('email'))
        batch.filter(status='approved', in_thread=False).update(in_thread=True)


class Migration(migrations.Migration):
    # Each batch commits by itself, so that no lock is held for long.
    atomic = False

    dependencies = [
        ('comments', '0002_conversation'),
    ]

    operations = [
        # Going back drops the columns; addresses in small letters are the same addresses.
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
