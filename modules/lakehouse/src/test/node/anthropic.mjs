import Anthropic from '@anthropic-ai/sdk';
import { address, key, parameters, question, steps, structure } from './steps.mjs';

const step = steps('anthropic-node');
const client = new Anthropic({ baseURL: address, apiKey: key, maxRetries: 0 });
const messages = [{ role: 'user', content: question }];
const tools = [{ name: 'weather', description: 'How is the weather?', input_schema: parameters }];
const max_tokens = 100;

const whole = (request) => client.messages.create({ max_tokens, ...request });
const streamed = (request) => client.messages.stream({ max_tokens, ...request }).finalMessage();
const text = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

for (const [deed, ask] of [['answer', whole], ['stream', streamed]]) {
  await step(deed, async (model) => {
    const message = await ask({ model, messages });
    const { input_tokens: input, output_tokens: output } = message.usage;
    return { text: text(message), input, output, request: message._request_id };
  });
}

await step('beta', async (model) => ({ text: text(await client.beta.messages.create({ model, messages, max_tokens })) }));

for (const [deed, ask] of [['tool', whole], ['toolstream', streamed]]) {
  await step(deed, async (model) => {
    const calling = await ask({ model, messages, tools });
    const calls = calling.content.filter((block) => block.type === 'tool_use');
    const results = calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: 'rain' }));
    const conversation = [...messages, { role: 'assistant', content: calling.content }, { role: 'user', content: results }];
    return { text: text(await ask({ model, messages: conversation, tools })), calls: calls.map((call) => call.input) };
  });
}

await step('json', async (model) => {
  const output_config = { format: { type: 'json_schema', schema: structure } };
  return JSON.parse(text(await whole({ model, messages, output_config })));
});

await step('count', async (model) => {
  const answer = await client.messages.countTokens({ model: model.replace('/count-', '/answer-'), messages });
  return { tokens: answer.input_tokens };
});

await step('list', async () => {
  const models = [];
  for await (const model of client.models.list()) {
    models.push(model.id);
  }
  return { models };
});

for (const deed of ['gone', 'limited', 'wrong']) {
  await step(deed, async (model) => ({ text: text(await whole({ model, messages })) }));
}

await step('cut', async (model) => ({ text: text(await streamed({ model, messages })) }));

await step('endless', async (model) => {
  let pieces = 0;
  for await (const event of await whole({ model, messages, stream: true })) {
    pieces += event.type === 'content_block_delta' ? 1 : 0;
    if (pieces === 3) {
      break;
    }
  }
  return { pieces };
});
