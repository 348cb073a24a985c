/** Runs one program until it ends or we are told to stop, and never leaves it behind. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';
import { say } from './say.mjs';

/** Time to end everything once runs have had theirs (`--grace`, seconds). */
const GRACE_MS = 15_000;
/** Signals closer together are one that came by two ways. */
const SAME_SIGNAL_MS = 500;

/**
 * Answers the exit code. The program gets a process group of its own, so that Ctrl+C (which a terminal sends to everyone in the group, and
 * npm then passes on once more) reaches it exactly once, through us. If we are killed ourselves, `tethered.mjs` in the program notices.
 */
export function supervise(node, script, args) {
  const child = spawn(node, [inRoot('scripts/lib/tethered.mjs'), script, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let isStopping = false;
  let stoppedMs = 0;
  const stop = (signal) => {
    if (isStopping) {
      // Somebody will not wait: the program ends at once when it is told again.
      if (performance.now() - stoppedMs > SAME_SIGNAL_MS) child.kill(signal);
      return;
    }
    isStopping = true;
    stoppedMs = performance.now();
    child.kill(signal);
    setTimeout(
      () => {
        say('it did not stop in time and is ended now');
        killGroup(child.pid);
      },
      GRACE_MS + graceOf(args) * 1000,
    ).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  const parentWatch = watchParent(() => stop('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(`${script} could not be run: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      clearInterval(parentWatch);
      // A stop that was asked for is a good end, whichever way the program took.
      resolve(isStopping ? 0 : (code ?? (signal === null ? 0 : 1)));
    });
  });
}

function graceOf(args) {
  const given = args[args.indexOf('--grace') + 1];
  return args.includes('--grace') && /^\d+$/.test(given) ? Number(given) : 0;
}

/** npm may be ended without telling us: then our parent is another one, or that of the shell between npm and us. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const ancestors = npmAncestors();
  const timer = setInterval(() => {
    if (npmAncestors() !== ancestors) onGone();
  }, 500);
  timer.unref();
  return timer;
}

/** Process ids between us and npm. Some shells stay between, others become us; only Linux tells which without a program. */
function npmAncestors() {
  const parent = process.ppid;
  try {
    const isShell = readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes(process.env.npm_lifecycle_script);
    if (!isShell) return `${parent}`;
    return `${parent} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1]}`;
  } catch {
    return `${parent}`;
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
