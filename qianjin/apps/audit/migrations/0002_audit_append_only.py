from django.db import migrations

# Two locks on one door. The trigger refuses everyone, the owner included; the missing rights
# refuse the role under which web and worker run, which therefore cannot drop the trigger.
LOCK = """
CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
  FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'qianjin_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_auditentry FROM qianjin_app;
    REVOKE DELETE, TRUNCATE ON audit_auditchain FROM qianjin_app;
  END IF;
END $$;
"""
UNLOCK = """
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP FUNCTION audit_entry_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit_chain")]
    operations = [migrations.RunSQL(LOCK, UNLOCK)]
