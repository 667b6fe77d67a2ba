#!/usr/bin/env bash
# A quiet workload on the demo's PostgreSQL: ten transactions a second. When the server goes away, Docker starts this again.
set -euo pipefail

PGPASSWORD=$(cat /run/secrets/demo_password)
export PGPASSWORD PGHOST=demo-postgres PGUSER=shop PGDATABASE=shop
exec pgbench --no-vacuum --client=2 --rate=10 --time=86400 --file=/demo/load.sql
