/** The program `muster`. */
import { serve } from './serve.ts'

await serve()
