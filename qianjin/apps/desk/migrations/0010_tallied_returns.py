from django.db import migrations, models

COUNT = """
WITH facts AS (
  SELECT l.request_id, l.unit_id, min(l.at) AS at, max(l.back) AS back FROM (
    SELECT r.id AS request_id, r.unit_id, coalesce(r.assigned_at, r.opened_at) AS at, 0 AS back
    FROM desk_servicerequest r WHERE r.unit_id IS NOT NULL
    UNION ALL
    SELECT x.request_id, x.unit_id, x.asked_at, 1 FROM desk_return x WHERE x.part_id IS NULL
  ) l GROUP BY 1, 2
  UNION ALL
  SELECT c.request_id, c.unit_id, c.asked_at,
    (EXISTS (SELECT FROM desk_return x WHERE x.part_id = c.id))::int
  FROM desk_part c
)
INSERT INTO desk_tally (park_id, facet, month, key, raised, met_respond, kept_respond, met_plan,
  kept_plan, met_resolve, kept_resolve, met_interim, kept_interim, settled, solved, rated, content,
  stars, answers, redone, received, returned)
SELECT r.park_id, by.facet, date_trunc('month', f.at AT TIME ZONE k.time_zone)::date, by.key,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), sum(f.back)
FROM facts f
JOIN desk_servicerequest r ON r.id = f.request_id
JOIN parks_park k ON k.id = r.park_id
CROSS JOIN LATERAL (VALUES
  ('unit', f.unit_id::text), ('kind', r.kind), ('enterprise', r.enterprise_id::text)
) AS by (facet, key)
GROUP BY 1, 2, 3, 4
ON CONFLICT (park_id, facet, month, key) DO UPDATE
SET received = EXCLUDED.received, returned = EXCLUDED.returned
"""
"""What came into each unit's hands before this, and what it asked to give back."""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_follow_ups"),
    ]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="received",
            field=models.IntegerField(
                db_default=0, default=0, verbose_name="times given to a unit"
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="returned",
            field=models.IntegerField(db_default=0, default=0, verbose_name="of these returned"),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop, elidable=True),
    ]
