/** `muster trigger`: causes a sample of any event, by really doing what leads to it. */
import { type FeedEvent, follow, type Muster } from 'muster-sdk'
import type { Context } from '../command.ts'
import { lineOf } from '../listen/line.ts'
import { json, table } from '../output.ts'
import { type Exit, exits, Told, wordsOf } from '../told.ts'
import { type Recipe, recipes, withoutRecipe } from './recipes.ts'
import { Scene } from './scene.ts'

/** What the command takes. */
export interface TriggerOptions {
  readonly list?: boolean
  readonly keep?: boolean
}

/** What ends by time ends within seconds; whoever waits longer waits in vain. */
const appearsWithinMs = 30_000

/** Causes the event, prints it as the feed shows it, and takes away what was made for it. */
export async function trigger(
  context: Context,
  name: string | undefined,
  { list, keep }: TriggerOptions,
): Promise<Exit> {
  if (list === true || name === undefined) return showList(context)
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined
  if (recipe === undefined) throw new Told(exits.usage, whyNot(name))
  const { print, warn, isJson, muster } = context
  const scene = new Scene(muster, name)
  try {
    const event = await caused(muster, scene, name, recipe)
    print(isJson ? JSON.stringify(event) : lineOf(event))
    return exits.ok
  } finally {
    // What could not be taken away has a name that says where it came from.
    if (keep !== true)
      await scene.clean().catch((error: unknown) => warn(`Not all was taken away: ${wordsOf(error)}`))
  }
}

function whyNot(name: string): string {
  const reason = Object.hasOwn(withoutRecipe, name) ? withoutRecipe[name] : undefined
  return reason === undefined
    ? `There is no event ${name}; \`muster trigger --list\` shows all.`
    : `${name} cannot be triggered: ${reason}`
}

async function caused(muster: Muster, scene: Scene, name: string, recipe: Recipe): Promise<FeedEvent> {
  const [type = ''] = name.split(':')
  const { cursor: after } = await muster.listEvents({ after: 'now', limit: 1 })
  const about = await recipe.cause(scene)
  const signal = AbortSignal.timeout(appearsWithinMs)
  for await (const event of follow(muster, { after, type }, { signal })) {
    const { group, facts } = event
    if ([group, facts.account, facts.key, facts.in_group].includes(about)) return event
  }
  throw new Told(exits.refused, `${name} did not appear in the feed within ${appearsWithinMs / 1000} s.`)
}

function showList({ isJson, print }: Context): Exit {
  const rows = Object.entries(recipes).map(([event, { how }]) => ({ event, how }))
  const without = Object.entries(withoutRecipe).map(([event, reason]) => ({ event, reason }))
  if (isJson) print(json({ events: rows, without }))
  else {
    print(
      table(
        ['event', 'what is done'],
        rows.map(({ event, how }) => [event, how]),
      ),
    )
    print(['', ...without.map(({ event, reason }) => `${event}: ${reason}`)].join('\n'))
  }
  return exits.ok
}
