# Sourced by the scripts beside it: where a JDK of a major version is.

# A JDK of this major version: named by JAVA_HOME_<major>, the current one, or found where packages put them.
jdk() {
  local major=$1 named="JAVA_HOME_$1" home
  for home in "${!named:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*"-$major"* /usr/lib/jvm/*"$major"* /opt/*jdk*"$major"*; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && "$home/bin/java" -version 2>&1 | grep -q "version \"$major[.\"]"; then
      echo "$home"
      return
    fi
  done
  return 1
}
