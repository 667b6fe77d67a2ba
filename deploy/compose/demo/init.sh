#!/usr/bin/env bash
# Run once by the demo's PostgreSQL, on an empty volume.
set -euo pipefail

psql() {
  command psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" "$@"
}

psql -v password="$(cat /run/secrets/dbvitals_password)" -f /demo/create_postgres_user.sql
psql -f /demo/shop.sql
