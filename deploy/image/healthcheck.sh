#!/usr/bin/env bash
# Whether dbvitals answers, for HEALTHCHECK: Bash alone, as the image has no curl, and a Java for each look would cost more than it.
#
# DBVITALS_HEALTH_ADDRESS  host:port; default 127.0.0.1:9999
# DBVITALS_HEALTH_CHECK    http (default), or connect where the port speaks TLS or asks for a user
set -euo pipefail

address=${DBVITALS_HEALTH_ADDRESS:-127.0.0.1:9999}
exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
[[ ${DBVITALS_HEALTH_CHECK:-http} != connect ]] || exit 0
printf 'GET /health/live HTTP/1.0\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[[ $status == 200 ]] || {
  echo "http://$address/health/live answered $status" >&2
  exit 1
}
