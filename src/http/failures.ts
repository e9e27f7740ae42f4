/** The web framework's errors as failures; whatever is not expected is a fault of ours. */
import { Failure } from '../core/failure.ts'

const known: Readonly<Record<string, (message: string) => Failure>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Failure(
      'too_large',
      'The body is larger than this call takes, which is 8 MiB for most; send it in parts.',
    ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Failure('unsupported_media'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Failure('invalid_input', 'The body is not as long as the header content-length says.'),
  FST_ERR_BAD_URL: () =>
    new Failure('invalid_input', 'The path holds a percent sign that encodes nothing; write %25 for %.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Failure('invalid_input', 'A part of the path is longer than any id.'),
  FST_STATIC_FORBIDDEN_PATH: () => new Failure('invalid_input', 'There is no such file here; see /docs.'),
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const make = known[code]
  if (make !== undefined) return make(code)
  return new Failure('internal', undefined, {}, error)
}
