#!/bin/sh
# Installs a program that tests need (chromium, redis, postgres) where it is missing and where that is possible.
set -eu
case "$1" in
  chromium) program=chromium; package=chromium ;;
  redis) program=redis-server; package=redis-server ;;
  # Debian keeps the server's programs out of the path, in a folder of their version.
  postgres) program=postgres; package=postgresql; PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')" ;;
  *) echo "usage: install.sh chromium|redis|postgres" >&2; exit 2 ;;
esac
command -v "$program" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing $package"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null; then
    exit 0
  fi
fi
echo "$program is not here and could not be installed: install the package $package; the tests that need it are skipped" >&2
[ "${CI:-}" = true ] && exit 1
exit 0
