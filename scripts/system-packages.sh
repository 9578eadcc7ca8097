# Sourced by ./audiosubnet and ./test: makes sure that the system libraries of the built-in engines are there.
# Installs what is missing through apt where that is allowed; otherwise names the one command to run and stops.
# AUDIOSUBNET_SKIP_PACKAGES=1 goes on without them: the engines that need them report it by name.

have_library() { # file name of a shared library
  local folder
  for folder in /usr/lib /usr/lib64 /usr/local/lib /lib /usr/lib/*-linux-*; do
    [ -e "$folder/$1" ] && return 0
  done
  return 1
}

missing_packages() {
  have_library libflite.so.1 && have_library libflite_cmu_us_slt.so.1 || echo libflite1
  command -v espeak-ng >/dev/null 2>&1 || echo espeak-ng
  have_library libpocketsphinx.so.3 || echo libpocketsphinx3
  [ -d /usr/share/pocketsphinx/model/en-us ] || echo pocketsphinx-en-us
  have_library libfluidsynth.so.3 || echo libfluidsynth3
  [ -e /usr/share/sounds/sf2/TimGM6mb.sf2 ] || echo timgm6mb-soundfont
  have_library libsndfile.so.1 || echo libsndfile1
}

ensure_system_packages() {
  [ "${AUDIOSUBNET_SKIP_PACKAGES:-0}" = 1 ] && return 0
  local missing privilege=""
  missing=$(missing_packages | tr '\n' ' ')
  missing=${missing% }
  [ -z "$missing" ] && return 0

  local command="apt-get update && apt-get install -y --no-install-recommends $missing"
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing system libraries: $missing (Debian's package names). This system has no apt-get:" >&2
    echo "install them with its own package manager, or set AUDIOSUBNET_SKIP_PACKAGES=1 to go on without the engines that need them." >&2
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      privilege="sudo"
    else
      echo "Missing system libraries: $missing. Install them with:" >&2
      echo "  sudo sh -c '$command'" >&2
      echo "or set AUDIOSUBNET_SKIP_PACKAGES=1 to go on without the engines that need them." >&2
      return 1
    fi
  fi

  echo "Installing system libraries: $missing" >&2
  local log
  log=$(mktemp)
  if ! $privilege env DEBIAN_FRONTEND=noninteractive sh -c "$command" >"$log" 2>&1; then
    echo "Could not install them. The end of what apt-get said:" >&2
    tail -n 8 "$log" >&2
    rm -f "$log"
    echo "Run it by hand: $command" >&2
    return 1
  fi
  rm -f "$log"
}

ensure_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is needed and 'dotnet' is not on the PATH. See https://dotnet.microsoft.com/download" >&2
    return 1
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}
