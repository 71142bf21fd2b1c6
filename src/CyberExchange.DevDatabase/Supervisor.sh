# Runs PostgreSQL ("$@") for exactly as long as somebody holds the other end of standard input open.
# A pipe ends with its owner by whatever signal the owner dies, which no signal handler in the owner can promise.
# CX_SOCKETS, and CX_INSTANCE if it is not empty, are folders to remove after PostgreSQL has ended.
exec 3<&0

# Should this shell itself be killed, the kernel interrupts PostgreSQL. Only a single-threaded parent may ask for
# that: the kernel follows the parent's thread, and threads of .NET come and go.
deathsig=
if command -v setpriv >/dev/null 2>&1; then deathsig='setpriv --pdeathsig INT --'; fi

$deathsig "$@" 3<&- </dev/null &
postgres=$!
trap 'kill -INT $postgres 2>/dev/null' INT TERM HUP

# INT is PostgreSQL's fast shutdown, QUIT its immediate one, for a server that has not ended after ten seconds.
(
  trap - INT TERM HUP
  read -r _ <&3
  kill -INT $postgres 2>/dev/null
  tenths=0
  while kill -0 $postgres 2>/dev/null && [ $tenths -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
  kill -QUIT $postgres 2>/dev/null
) &
watcher=$!
exec 3<&-

wait $postgres
code=$?
while kill -0 $postgres 2>/dev/null; do wait $postgres; code=$?; done
kill $watcher 2>/dev/null
rm -rf -- "$CX_SOCKETS"
if [ -n "$CX_INSTANCE" ]; then rm -rf -- "$CX_INSTANCE"; fi
exit $code
