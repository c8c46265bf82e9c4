import { Ollama } from 'ollama';
import { address, key, parameters, question, steps, structure } from './steps.mjs';

const step = steps('ollama-node');
const client = new Ollama({ host: address, headers: { authorization: `Bearer ${key}` } });
const messages = [{ role: 'user', content: question }];
const tools = [{ type: 'function', function: { name: 'weather', description: 'How is the weather?', parameters } }];

/** A whole answer, from one piece or many. */
async function asked(request) {
  const answer = await client.chat(request);
  if (!request.stream) {
    return answer;
  }
  const message = { role: 'assistant', content: '', tool_calls: [] };
  let last;
  for await (const piece of answer) {
    message.content += piece.message.content;
    message.tool_calls.push(...(piece.message.tool_calls ?? []));
    last = piece;
  }
  return { ...last, message };
}

for (const [deed, stream] of [['answer', false], ['stream', true]]) {
  await step(deed, async (model) => {
    const answer = await asked({ model, messages, stream });
    return { text: answer.message.content, input: answer.prompt_eval_count, output: answer.eval_count, reason: answer.done_reason };
  });
}

for (const [deed, stream] of [['tool', false], ['toolstream', true]]) {
  await step(deed, async (model) => {
    const { message } = await asked({ model, messages, tools, stream });
    const result = { role: 'tool', tool_name: 'weather', content: 'rain' };
    const answer = await asked({ model, messages: [...messages, message, result], tools, stream });
    return { text: answer.message.content, calls: message.tool_calls.map((call) => call.function.arguments) };
  });
}

await step('json', async (model) => JSON.parse((await asked({ model, messages, format: structure })).message.content));

await step('embed', async (model) => {
  const answer = await client.embed({ model, input: ['one', 'two three'] });
  return { vectors: answer.embeddings, input: answer.prompt_eval_count };
});

await step('prompt', async (model) => ({ text: (await client.generate({ model, prompt: question })).response }));

await step('promptstream', async (model) => {
  let text = '';
  for await (const piece of await client.generate({ model, prompt: question, stream: true })) {
    text += piece.response;
  }
  return { text };
});

await step('list', async () => ({ models: (await client.list()).models.map((model) => model.name) }));
await step('show', async () => await client.show({ model: 'house-model' }));
await step('version', async () => await client.version());

for (const deed of ['gone', 'limited', 'wrong']) {
  await step(deed, async (model) => ({ text: (await asked({ model, messages })).message.content }));
}

await step('cut', async (model) => ({ text: (await asked({ model, messages, stream: true })).message.content }));

await step('endless', async (model) => {
  const stream = await client.chat({ model, messages, stream: true });
  let pieces = 0;
  try {
    for await (const piece of stream) {
      pieces += piece.message ? 1 : 0;
      if (pieces === 3) {
        stream.abort();
      }
    }
  } catch (error) {
    return { pieces, ended: error.name };
  }
});
