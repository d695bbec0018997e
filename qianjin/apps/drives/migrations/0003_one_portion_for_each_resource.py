from django.db import migrations

FORWARD = """
INSERT INTO drives_slot (resource_id, position, label, capacity, taken)
SELECT r.id, 1, '', r.capacity,
       coalesce((SELECT sum(a.amount) FROM drives_allotment a WHERE a.resource_id = r.id), 0)
FROM drives_resource r;
UPDATE drives_allotment a SET slot_id = s.id FROM drives_slot s WHERE s.resource_id = a.resource_id;
INSERT INTO drives_resourceclaim
       (resource_id, target_id, wanted, asked_at, rank, rank_words, held, reasons)
SELECT a.resource_id, a.target_id, a.amount, coalesce(t.changed_at, d.started_at), 2, '', a.amount,
       '[]'::jsonb
FROM drives_allotment a JOIN drives_target t ON t.id = a.target_id
JOIN drives_drive d ON d.id = t.drive_id;
UPDATE drives_drive d SET told_at = d.started_at
WHERE EXISTS (SELECT 1 FROM drives_target t WHERE t.drive_id = d.id AND t.state <> 'not_told');
"""


class Migration(migrations.Migration):
    """What was allotted of a whole resource is now held of its one portion."""

    dependencies = [("drives", "0002_questions_claims_and_portions")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop, elidable=True)]
