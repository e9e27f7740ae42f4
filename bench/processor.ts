/** What processes use up, as Linux tells it: it is steady where a shared machine's clock is not. */
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** From the line of /proc that tells a process' times: its own, and those of its children that have ended. */
function times(pid: number): { readonly own: number; readonly ended: number } {
  // The name of the program, in brackets, may hold spaces; what follows it does not.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number)
  return { own: (user + system) / ticksPerSecond, ended: (endedUser + endedSystem) / ticksPerSecond }
}

/** Processor seconds of a process, all its threads. */
export function cpuSecondsOf(pid: number): number {
  return times(pid).own
}

/** Processor seconds of a process, those that it began, and those that have ended since. */
export function cpuSecondsWithChildren(pid: number): number {
  const { own, ended } = times(pid)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const running = children === '' ? [] : children.split(' ').map(Number)
  return running.reduce((sum, child) => sum + childSeconds(child), own + ended)
}

function childSeconds(pid: number): number {
  try {
    return cpuSecondsOf(pid)
  } catch {
    // It ended between the two looks; its parent's sum has it next time.
    return 0
  }
}

/** Memory of a process that is in RAM, in MiB. */
export function memoryMiBOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}
