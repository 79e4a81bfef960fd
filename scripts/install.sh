#!/bin/sh
# Installs leexport, or takes it away again:
#
#     curl -fsSLO https://github.com/leexport/leexport/releases/latest/download/install.sh
#     sh install.sh --help
#
# Nothing runs before the last line has been read, so that half a download does nothing.
set -eu

RELEASES=${LEEXPORT_BASE_URL:-https://github.com/leexport/leexport/releases}
RELEASES=${RELEASES%/}
MANIFEST=share/doc/leexport/installed

usage() {
  cat <<'END'
Usage: install.sh [options]

Downloads leexport, verifies its checksum and installs it with its completions and manual pages. Run it again for a
newer version. It writes below the prefix and nowhere else, and never touches a config or what leexport has stored.

Options:
  --prefix FOLDER   where to install (default: /usr/local as root, otherwise ~/.local)
  --version VERSION which version (default: the newest)
  --uninstall       remove what was installed below the prefix
  --dry-run         say what would be done, and do nothing
  --help            print this

Environment:
  LEEXPORT_BASE_URL where releases are (default: https://github.com/leexport/leexport/releases)
END
}

# fail MESSAGE [HINT]
fail() {
  printf '%s\n' "$1" >&2
  [ -z "${2-}" ] || printf '  hint: %s\n' "$2" >&2
  exit 1
}

misused() {
  printf '%s\n  hint: run sh install.sh --help\n' "$1" >&2
  exit 2
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# What is installed: mode, name in the archive, name below the prefix.
installed_files() {
  cat <<'END'
755 leexport bin/leexport
644 completions/leexport.bash share/bash-completion/completions/leexport
644 completions/_leexport share/zsh/site-functions/_leexport
644 completions/leexport.fish share/fish/vendor_completions.d/leexport.fish
644 man/leexport.1 share/man/man1/leexport.1
644 man/leexport.ini.5 share/man/man5/leexport.ini.5
644 LICENSE share/doc/leexport/LICENSE
644 config.ini share/doc/leexport/config.ini
644 leexport.service share/doc/leexport/leexport.service
END
}

# Says for which target this machine needs an executable.
find_target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
    Linux) system=unknown-linux-gnu ;;
    Darwin) system=apple-darwin ;;
    MINGW* | MSYS* | CYGWIN* | Windows_NT)
      fail "Cannot install on Windows: this script knows Linux and macOS" \
        "download the .zip from $RELEASES and unpack it"
      ;;
    *) fail "Cannot install on $system: there is no leexport for it" \
      "run it from source: https://github.com/leexport/leexport" ;;
  esac
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "Cannot install on $machine: there is no leexport for this processor" \
      "run it from source: https://github.com/leexport/leexport" ;;
  esac
  if [ "$system" = unknown-linux-gnu ]; then
    case $(ldd --version 2>&1 || :) in
      *musl*) fail "Cannot install on musl: leexport needs glibc, which this system does not have" \
        "use a system with glibc, such as Debian, or the container image" ;;
    esac
  fi
  target=$machine-$system
}

find_tools() {
  if has curl; then
    fetcher=curl
  elif has wget; then
    fetcher=wget
    case $(wget --version 2>&1 || :) in *GNU*) fetcher=gnu_wget ;; esac
    # That of BusyBox takes any certificate, and whoever forges the archive forges its checksum as well.
    case $fetcher,$RELEASES in
      wget,https:*) fail "Cannot download safely: this wget verifies no certificate" "install curl" ;;
    esac
  else
    fail "Cannot download: neither curl nor wget is there" "install curl"
  fi
  if has sha256sum; then
    summer=sha256sum
  elif has shasum; then
    summer='shasum -a 256'
  else
    fail "Cannot verify a download: neither sha256sum nor shasum is there" "install coreutils"
  fi
  has tar || fail "Cannot unpack: tar is not there" "install tar"
}

# fetch ADDRESS FILE: ends with 4 if the server does not have it, with 1 if there is no good answer or only half of one.
fetch() {
  status=0
  case $fetcher in
    curl)
      case $1 in https:*) only='=https' ;; *) only='=http,https,file' ;; esac
      curl --fail --silent --show-error --location --proto "$only" --connect-timeout 20 --retry 2 \
        --output "$2" "$1" 2>"$work/complaint" || status=$?
      ;;
    gnu_wget)
      wget --no-verbose --tries=2 --timeout=20 --output-document="$2" "$1" 2>"$work/complaint" ||
        status=$?
      ;;
    wget) wget -q -O "$2" "$1" 2>"$work/complaint" || status=$? ;;
  esac
  [ "$status" -ne 0 ] || return 0
  if grep -Eq '(error: |ERROR |HTTP/[0-9.]+ )404' "$work/complaint"; then return 4; fi
  return 1
}

# no_answer ADDRESS
no_answer() {
  complaint=$(tail -n 1 "$work/complaint")
  fail "Cannot download $1: ${complaint:-the answer is not whole}" \
    "check the network (and https_proxy, where one is needed), then run it again"
}

# Finds version, archive and the checksum that it must have.
find_release() {
  if [ -n "$version" ]; then
    list=$RELEASES/download/v$version/SHA256SUMS
  else
    list=$RELEASES/latest/download/SHA256SUMS
  fi
  status=0
  fetch "$list" "$work/SHA256SUMS" || status=$?
  case $status in
    0) ;;
    4)
      [ -n "$version" ] || fail "Cannot install the newest version: $list is not there" \
        "name a version with --version; $RELEASES lists them"
      fail "Cannot install $version: $list is not there" "choose a version that $RELEASES lists"
      ;;
    *) no_answer "$list" ;;
  esac
  line=$(grep -E "^[0-9a-f]{64}  leexport-[0-9A-Za-z.+-]+-$target\.tar\.gz\$" "$work/SHA256SUMS") ||
    fail "Cannot install on $target: $list does not list it" "choose another version"
  expected=${line%%  *}
  archive=${line##*  }
  folder=${archive%.tar.gz}
  found=${folder#leexport-}
  found=${found%-"$target"}
  if [ -n "$version" ] && [ "$version" != "$found" ]; then
    fail "Cannot install $version: $list is the one of $found" "please report this"
  fi
  version=$found
  address=$RELEASES/download/v$version/$archive
}

download() {
  printf 'Downloading %s\n' "$address"
  status=0
  fetch "$address" "$work/$archive" || status=$?
  case $status in
    0) ;;
    4) fail "Cannot install $version: $address is not there" "run it again later" ;;
    *) no_answer "$address" ;;
  esac
  # shellcheck disable=SC2086 # a tool and its options
  actual=$($summer "$work/$archive")
  actual=${actual%% *}
  [ "$actual" = "$expected" ] ||
    fail "Cannot trust $archive: its checksum is $actual, but SHA256SUMS says $expected" \
      "run it again; if that does not help, please report it"
  tar -xzf "$work/$archive" -C "$work" 2>"$work/complaint" ||
    fail "Cannot unpack $archive: $(tail -n 1 "$work/complaint")" "make room in ${TMPDIR:-/tmp}"
  while read -r _ from _; do
    [ -f "$work/$folder/$from" ] || fail "Cannot install $version: $archive lacks $from" \
      "take the install.sh that $RELEASES has for this version"
  done <"$work/files"
}

# Refuses a prefix that cannot be written, or has a folder where a file belongs, before anything is downloaded.
check_prefix() {
  place=${prefix:-/}
  while [ ! -e "$place" ]; do place=$(dirname "$place"); done
  if [ ! -d "$place" ] || [ ! -w "$place" ]; then
    fail "Cannot install below $prefix: $place cannot be written" \
      "choose another folder with --prefix, or run it as root"
  fi
  installed_files >"$work/files"
  while read -r _ _ to; do
    [ ! -d "$prefix/$to" ] || fail "Cannot install $prefix/$to: a folder is there" \
      "move it away, or choose another folder with --prefix"
  done <"$work/files"
}

# put MODE FILE NAME: the file is there whole, or not at all.
put() {
  goal=$prefix/$3
  draft=$(dirname "$goal")/.leexport.$$
  replace "$@" 2>"$work/complaint" ||
    fail "Cannot write $goal: $(tail -n 1 "$work/complaint")" \
      "make room or choose another folder with --prefix, then run it again"
  draft=
}

replace() {
  mkdir -p "$(dirname "$goal")" && cp "$2" "$draft" && chmod "$1" "$draft" && mv -f "$draft" "$goal"
}

install_files() {
  umask 022
  { printf 'leexport %s\n' "$version" && installed_files | cut -d ' ' -f 3; } >"$work/installed"
  put 644 "$work/installed" "$MANIFEST"
  while read -r mode from to; do
    put "$mode" "$work/$folder/$from" "$to"
  done <"$work/files"
}

install() {
  find_target
  find_tools
  check_prefix
  find_release
  if [ "$dry_run" = yes ]; then
    printf 'Would download %s and write:\n' "$address"
    while read -r _ _ to; do printf '  %s\n' "$prefix/$to"; done <"$work/files"
    return
  fi
  before=
  [ ! -e "$prefix/bin/leexport" ] || before=yes
  download
  install_files
  printf 'Installed leexport %s below %s\n' "$version" "$prefix"
  [ -z "$before" ] || printf 'One that runs goes on as it was until it is restarted\n'
  case :$PATH: in
    *:"$prefix/bin":*) printf 'Next: leexport init\n' ;;
    *) printf 'Next: put %s on your PATH, then leexport init\n' "$prefix/bin" ;;
  esac
}

uninstall() {
  [ -e "$prefix/$MANIFEST" ] ||
    fail "Cannot uninstall: this script has not installed leexport below $prefix" \
      "name the folder with --prefix"
  { sed 1d "$prefix/$MANIFEST" && printf '%s\n' "$MANIFEST"; } >"$work/files"
  if grep -Evq '^(bin|share)/' "$work/files" || grep -Fq .. "$work/files"; then
    fail "Cannot uninstall: $prefix/$MANIFEST is damaged" "remove leexport by hand"
  fi
  while read -r name; do
    if [ "$dry_run" = yes ]; then
      printf 'Would remove %s\n' "$prefix/$name"
    else
      rm -f "$prefix/$name" 2>"$work/complaint" ||
        fail "Cannot remove $prefix/$name: $(tail -n 1 "$work/complaint")" "run it as root"
    fi
  done <"$work/files"
  [ "$dry_run" = no ] || return 0
  rmdir "$prefix/share/doc/leexport" 2>/dev/null || :
  printf 'Removed leexport from %s; configs and what it stored are still there\n' "$prefix"
}

clean_up() {
  [ -z "${draft-}" ] || rm -f "$draft"
  rm -rf "$work"
}

main() {
  prefix=
  version=
  action=install
  dry_run=no
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix | --version)
        [ -n "${2-}" ] || misused "Cannot read $1: nothing follows it"
        if [ "$1" = --prefix ]; then prefix=$2; else version=${2#v}; fi
        shift
        ;;
      --prefix=?*) prefix=${1#*=} ;;
      --version=?*)
        version=${1#*=}
        version=${version#v}
        ;;
      --uninstall) action=uninstall ;;
      --dry-run) dry_run=yes ;;
      --help | -h)
        usage
        return
        ;;
      *) misused "Cannot read \"$1\": it is no option" ;;
    esac
    shift
  done
  case $version in
    *[!0-9A-Za-z.+-]*) misused "Cannot read \"$version\": it is no version" ;;
  esac
  if [ -z "$prefix" ]; then
    if [ "$(id -u)" -eq 0 ]; then
      prefix=/usr/local
    else
      [ -n "${HOME-}" ] || fail "Cannot choose a folder: HOME is not set" "name one with --prefix"
      prefix=$HOME/.local
    fi
  fi
  case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
  prefix=${prefix%/}
  work=$(mktemp -d "${TMPDIR:-/tmp}/leexport-install.XXXXXX") ||
    fail "Cannot make a folder in ${TMPDIR:-/tmp}" "set TMPDIR to a folder with room"
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  "$action"
}

main "$@"
