# What every container must be: reads `docker-compose config --format json`, prints one line for each thing that is not so.
# Arguments: $budget, the MiB that all services without "-volume" at the end may take together; 0: no limit.

def mib: tonumber / 1048576;
def finding(condition; what): if condition then empty else what end;

# Grafana's address is for its user to choose.
def port_is_local: .host_ip == "127.0.0.1" or .target == 3000;

def service($name):
  (.user == "0:0" and (.cap_add == ["CHOWN"]) and .network_mode == "none" and .restart == "no") as $once
  | (
      finding(.image // "" | test("^[^:]+(:[0-9]+/[^:]+)?:[^:]+$") and (endswith(":latest") | not); "image is not pinned: \(.image)"),
      finding(.container_name == null; "container_name keeps it from being there twice"),
      finding($once or ((.user // "") | test("^[1-9][0-9]*:[0-9]+$")); "user is not a number other than 0: \(.user)"),
      finding(.read_only == true; "read_only is missing"),
      finding(.cap_drop == ["ALL"]; "cap_drop: [ALL] is missing"),
      finding($once or ((.cap_add // []) == []); "cap_add is not empty"),
      finding((.security_opt // []) | index("no-new-privileges:true"); "no-new-privileges is missing"),
      finding((.privileged // false) == false; "privileged"),
      finding((.mem_limit // "0") | tonumber > 0; "mem_limit is missing"),
      finding((.cpus // 0) > 0; "cpus is missing"),
      finding((.pids_limit // 0) > 0; "pids_limit is missing"),
      finding(.init == true or .pid == "host"; "init is missing"),
      finding($once or .restart == "unless-stopped"; "restart is not unless-stopped"),
      finding(.logging.driver == "json-file" and .logging.options["max-size"] != null and .logging.options["max-file"] != null;
        "the log is not limited"),
      finding(.labels["io.dbvitals.healthcheck"] == "none" or (.healthcheck.test != null and .healthcheck.interval != null and .healthcheck.timeout != null
        and .healthcheck.retries != null); "healthcheck is missing or incomplete"),
      finding(.pid == null or $name == "dbvitals"; "pid: \(.pid)"),
      finding(.ipc == null; "ipc: \(.ipc)"),
      finding(.network_mode == null or $once; "network_mode: \(.network_mode)"),
      finding((.networks // {} | has("egress") | not) or $name == "alertmanager"; "must not be in the network egress"),
      finding((.networks // {} | has("databases") | not) or $name == "dbvitals" or .profiles == ["demo"]; "must not be in the network databases"),
      (.ports // [] | .[] | finding(port_is_local; "port \(.published) is open to all addresses")),
      (.tmpfs // [] | .[] | finding(test("size="); "tmpfs without size: \(.)")),
      (.volumes // [] | .[]
        | finding((.source // "") | test("docker\\.sock") | not; "the socket of Docker is mounted"),
          finding(.type != "bind" or .read_only == true; "\(.target) is mounted for writing")),
      (.secrets // [] | .[] | finding(.target == null or (.target | startswith("/run/secrets/")); "secret \(.source) is not in /run/secrets")),
      (.environment // {} | to_entries[]
        | select(.key | test("PASSWORD|SECRET|TOKEN|_KEY$"))
        | finding(.key | test("_FILE$"); "\(.key) is a secret in the environment")),
      (.depends_on // {} | to_entries[]
        | finding(.value.condition == "service_healthy" or .value.condition == "service_completed_successfully";
          "does not wait until \(.key) is healthy"))
    )
  | "\($name): \(.)";

(.services | to_entries[] | .key as $name | .value | service($name)),
finding(.name == "dbvitals"; "the project has no name"),
finding(.version == null; "version is obsolete"),
(["time=30d", "size=10GB"][] as $kept
  | finding(.services.prometheus.command | index("--storage.tsdb.retention." + $kept); "prometheus does not keep \($kept)")),
finding(.networks.monitoring.internal == true; "the network monitoring is not internal"),
finding(.networks.edge.driver_opts["com.docker.network.bridge.enable_ip_masquerade"] == "false"; "the network edge lets calls out"),
([.services | to_entries[] | select(.key | endswith("-volume") | not) | .value.mem_limit // 0 | mib] | add) as $sum
  | finding($budget == 0 or $sum <= $budget; "the services may take \($sum) MiB together, more than \($budget)")
