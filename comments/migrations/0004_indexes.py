from django.db import migrations, models

from newsportal.migration_operations import AddIndexOnline


class Migration(migrations.Migration):
    # Indexes are made while the site goes on taking comments.
    atomic = False

    dependencies = [
        ('comments', '0003_threads'),
    ]

    operations = [
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('in_thread', True), ('parent__isnull', True)), fields=['article', 'submitted_at', 'id'], name='comment_tops'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('in_thread', True), ('parent__isnull', True)), fields=['article', 'like_count', 'id'], name='comment_tops_liked'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(fields=['root', 'number'], name='comment_root'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='comment_parent'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(fields=['email', 'submitted_at'], name='comment_email'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('network', ''), _negated=True), fields=['network', 'submitted_at'], name='comment_network'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('fingerprint__isnull', False)), fields=['fingerprint', 'submitted_at'], name='comment_fingerprint'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('stamp', ''), _negated=True), fields=['stamp'], name='comment_stamp'),
        ),
        AddIndexOnline(
            model_name='comment',
            index=models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['open_reports'], name='comment_reported'),
        ),
        AddIndexOnline(
            model_name='moderationrecord',
            index=models.Index(fields=['decided_at'], name='record_decided_at'),
        ),
    ]
