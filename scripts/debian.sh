# Packages of another release of Debian, without touching the machine's own: to be sourced.
# shellcheck shell=bash

# debian_open SUITE FOLDER: reads the lists of that suite from the machine's own mirror into FOLDER; after it,
# "${debian_apt[@]}" is apt-get for that suite. Fails with a message where that cannot be.
debian_open() {
  local suite=$1 folder=$2 program sources mirror
  for program in apt-get dpkg-deb; do
    command -v "$program" >/dev/null || {
      echo "$program is missing; this needs Debian or a relative of it" >&2
      return 1
    }
  done
  sources=(/etc/apt/sources.list.d/debian.sources /etc/apt/sources.list)
  mirror=$({ cat "${sources[@]}" 2>/dev/null || true; } | awk '
    /^URIs:/ { print $2; exit }
    $1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^[a-z]+:\/\//) { print $i; exit } }')
  [[ -n $mirror ]] || {
    echo "no mirror of Debian was found in ${sources[*]}" >&2
    return 1
  }
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  [[ -f $keys ]] || {
    echo "$keys is missing: install debian-archive-keyring" >&2
    return 1
  }
  mkdir -p "$folder"/{lists/partial,archives/partial}
  printf '%s [signed-by=%s] %s %s main\n' deb "$keys" "$mirror" "$suite" deb-src "$keys" "$mirror" "$suite" \
    >"$folder/sources.list"
  debian_apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=-
    -o "Dir::State::Lists=$folder/lists" -o Dir::State::status=/dev/null -o "Dir::Cache::Archives=$folder/archives"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=)
  "${debian_apt[@]}" update >&2
}

# debian_unpack FOLDER PACKAGE…: the files of these packages of the suite that is open, under FOLDER.
debian_unpack() {
  local folder=$1 package archives
  shift
  archives=$(mktemp -d)
  (cd "$archives" && "${debian_apt[@]}" download "$@" >&2)
  mkdir -p "$folder"
  for package in "$archives"/*.deb; do
    dpkg-deb -x "$package" "$folder"
  done
  rm -rf "$archives"
}
