// What every client is put through is a step; each prints one line of JSON, of what it saw or of the error that it got.

const [, , url, provider] = process.argv;

export const address = url;
export const key = process.env.LAKEHOUSE_KEY;
export const question = 'how is it';
export const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
export const structure = {
  type: 'object',
  properties: { city: { type: 'string' }, degrees: { type: 'integer' } },
  required: ['city', 'degrees'],
  additionalProperties: false,
};

/** Takes `deed` with the model that `client` has for it, and says how it went. */
export function steps(client) {
  return async (deed, take) => {
    const line = { deed };
    try {
      Object.assign(line, await take(`${provider}/${deed}-${client}`));
    } catch (error) {
      line.error = {
        name: error.constructor.name,
        status: error.status ?? error.status_code,
        message: error.message,
        kind: error.type,
        retryAfter: error.headers?.get?.('retry-after'),
      };
    }
    console.log(JSON.stringify(line));
  };
}
