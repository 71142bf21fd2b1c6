# Sourced by the scripts beside it: says in one line what is missing on this machine.

fail() {
  echo "$1" >&2
  exit 1
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || fail "dotnet is missing: install the .NET 10 SDK"
  (cd "$top" && dotnet --version >/dev/null 2>&1) || fail "this .NET SDK is too old: install the .NET 10 SDK (global.json says which)"
}

# npm brings the embedded PostgreSQL; a PostgreSQL of the system or a forced one does without.
need_postgres() {
  if [ -n "${CYBEREXCHANGE_PG_BIN:-}" ] || [ -n "${CYBEREXCHANGE_DATABASE:-}" ]; then return; fi
  if npm_missing=$(missing_npm); then
    if ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
      echo "$npm_missing: using the PostgreSQL of this system"
    else
      fail "$npm_missing: install Node 20 with npm, which brings the embedded PostgreSQL, or set CYBEREXCHANGE_PG_BIN"
    fi
  fi
}

# Prints what is wrong with node and npm and succeeds, or fails if nothing is.
missing_npm() {
  command -v node >/dev/null 2>&1 || { echo "node is missing"; return 0; }
  command -v npm >/dev/null 2>&1 || { echo "npm is missing"; return 0; }
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || { echo "node $(node --version) is older than 20"; return 0; }
  return 1
}

# Builds in silence, and shows what the build said only if it fails.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build "$@" -v q --nologo >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "the build failed"
  fi
  rm -f "$log"
}

# Builds only when a file that goes into the build has changed since the last time this succeeded.
build_to_run() {
  stamp="$top/src/CyberExchange.DevHost/obj/run.stamp"
  now=$(cd "$top" && {
    echo "${CYBEREXCHANGE_PG_BIN:-}"
    find src ops/run.slnf Directory.Build.props Directory.Packages.props global.json .editorconfig \
      \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -print | sort | xargs cksum
  } | cksum)
  if [ -f "$stamp" ] && [ "$now" = "$(cat "$stamp")" ] && [ -f "$server" ] && [ -f "$devhost" ] && [ -f "$cyx" ]; then return; fi

  echo "building (the first time also fetches packages and PostgreSQL)"
  rm -f "$stamp"
  started=$(mktemp)
  build "$top/ops/run.slnf"
  mv "$started" "$cyx_stamp"
  echo "$now" >"$stamp"
}

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output=bin/Debug/net10.0
server="$top/src/CyberExchange.Server/$output/CyberExchange.Server.dll"
devhost="$top/src/CyberExchange.DevHost/$output/CyberExchange.DevHost.dll"
cyx="$top/src/CyberExchange.Cli/$output/cyx.dll"
cyx_stamp="$top/src/CyberExchange.Cli/obj/cyx.stamp" # Dated from before the build: a change during it counts as newer.
export CYBEREXCHANGE_HOME="${CYBEREXCHANGE_HOME:-$top/.cyberexchange}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
