import OpenAI from 'openai';
import { address, key, parameters, question, steps, structure } from './steps.mjs';

const step = steps('openai-node');
const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0 });
const messages = [{ role: 'user', content: question }];
const chat = client.chat.completions;

await step('answer', async (model) => {
  const answer = await chat.create({ model, messages });
  return { text: answer.choices[0].message.content, input: answer.usage.prompt_tokens, output: answer.usage.completion_tokens };
});

await step('stream', async (model) => {
  const answer = await chat.stream({ model, messages, stream_options: { include_usage: true } }).finalChatCompletion();
  return { text: answer.choices[0].message.content, input: answer.usage.prompt_tokens, output: answer.usage.completion_tokens };
});

for (const [deed, stream] of [['tool', false], ['toolstream', true]]) {
  await step(deed, async (model) => {
    const calls = [];
    const weather = { name: 'weather', parse: JSON.parse, parameters, function: (asked) => calls.push(asked) && 'rain' };
    const runner = chat.runTools({ model, messages, stream, tools: [{ type: 'function', function: weather }] });
    return { text: await runner.finalContent(), calls };
  });
}

await step('json', async (model) => {
  const response_format = { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: structure } };
  return JSON.parse((await chat.create({ model, messages, response_format })).choices[0].message.content);
});

await step('embed', async (model) => {
  const answer = await client.embeddings.create({ model, input: ['one', 'two three'] });
  return { vectors: answer.data.map((each) => each.embedding), input: answer.usage.prompt_tokens };
});

await step('prompt', async (model) => ({ text: (await client.completions.create({ model, prompt: question })).choices[0].text }));

await step('promptstream', async (model) => {
  let text = '';
  for await (const piece of await client.completions.create({ model, prompt: question, stream: true })) {
    text += piece.choices[0]?.text ?? '';
  }
  return { text };
});

await step('respond', async (model) => {
  const response = await client.responses.create({ model, input: question });
  return { text: response.output_text, status: response.status };
});

await step('respondstream', async (model) => {
  const stream = client.responses.stream({ model, input: question });
  let text = '';
  stream.on('response.output_text.delta', (event) => (text += event.delta));
  const response = await stream.finalResponse();
  return { text, whole: response.output_text, status: response.status };
});

await step('respondtool', async (model) => {
  const tools = [{ type: 'function', name: 'weather', strict: false, parameters }];
  const input = [{ role: 'user', content: question }];
  const calling = await client.responses.create({ model, input, tools });
  const call = calling.output.find((item) => item.type === 'function_call');
  input.push(...calling.output, { type: 'function_call_output', call_id: call.call_id, output: 'rain' });
  const response = await client.responses.create({ model, input, tools });
  return { text: response.output_text, calls: [JSON.parse(call.arguments)] };
});

await step('list', async () => {
  const models = [];
  for await (const model of client.models.list()) {
    models.push(model.id);
  }
  return { models, one: (await client.models.retrieve('openai/answer-openai-node')).id };
});

for (const deed of ['gone', 'limited', 'wrong']) {
  await step(deed, async (model) => ({ text: (await chat.create({ model, messages })).choices[0].message.content }));
}

await step('cut', async (model) => {
  const stream = chat.stream({ model, messages });
  return { text: await stream.finalContent() };
});

await step('endless', async (model) => {
  const pieces = [];
  for await (const piece of await chat.create({ model, messages, stream: true })) {
    pieces.push(piece.choices[0]?.delta?.content);
    if (pieces.length === 3) {
      break;
    }
  }
  return { pieces: pieces.length };
});
