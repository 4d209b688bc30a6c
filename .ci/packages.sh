# Sourced by the scripts beside it: Debian packages that they need.

# Reads lines of a package and a file that it brings. Installs what is missing, if that is possible; else says what is, and fails.
packages() {
  local package file missing=()
  while read -r package file; do
    [ -x "$file" ] || missing+=("$package")
  done
  if [ "${#missing[@]}" = 0 ]; then
    return
  elif [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "== installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  else
    echo "Missing, and not to be installed by this user: ${missing[*]}" >&2
    return 1
  fi
}
