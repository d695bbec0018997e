from django.db import migrations

# What Django's createcachetable makes; here, so that one migrate is the whole of an update.
MAKE = """
CREATE TABLE accounts_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_token")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE accounts_cache")]
