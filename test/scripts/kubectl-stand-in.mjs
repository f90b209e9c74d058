#!/usr/bin/env node
// A kubectl whose cluster is the JSON file $CLUSTER ({namespace: {secret: {key: base64}}}); every call is noted in
// $CALLS, and every Secret that is given a type in $CLUSTER.types. It knows just the calls of scripts/kubectl.mjs, and
// as a real cluster refuses to change another manager's key.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const input = readFileSync(0, 'utf8');
appendFileSync(process.env.CALLS, `${JSON.stringify(args)}\n`);
const cluster = JSON.parse(readFileSync(process.env.CLUSTER, 'utf8'));
const save = () => writeFileSync(process.env.CLUSTER, JSON.stringify(cluster));
const refuse = (message) => {
  process.stderr.write(`Error from server: ${message}\n`);
  process.exit(1);
};
const [verb, kind, name] = args.filter(
  (arg, i) => !arg.startsWith('--') && !/^--(kubeconfig|context)$/.test(args[i - 1]),
);
const namespace = args[args.indexOf('-n') + 1];

if (verb === 'get' && kind === 'namespace') {
  if (cluster[name]) process.stdout.write(`namespace/${name}\n`);
} else if (verb === 'get' && kind === 'secret') {
  const secret = cluster[namespace]?.[name];
  const [, key] = /index \. "(.+?)"/.exec(args.join(' ')) ?? [];
  if (key) process.stdout.write(secret?.[key] ?? '');
  else if (secret) process.stdout.write(['exists', ...Object.keys(secret)].join(' '));
} else if (verb === 'create' && kind === 'namespace') {
  cluster[name] = {};
  save();
} else if (verb === 'apply' && args.includes('--server-side')) {
  const { metadata, data, type } = JSON.parse(input);
  if (!cluster[metadata.namespace]) refuse(`namespaces "${metadata.namespace}" not found`);
  cluster[metadata.namespace][metadata.name] ??= {};
  const secret = cluster[metadata.namespace][metadata.name];
  const taken = Object.keys(data).find((key) => key in secret);
  if (taken || process.env.REFUSE) refuse(`conflict over .data.${taken}: ${Object.values(data).join()}`);
  Object.assign(secret, data);
  if (type) appendFileSync(`${process.env.CLUSTER}.types`, `${metadata.name} ${type}\n`);
  save();
} else {
  refuse(`the stand-in does not know: ${args.join(' ')}`);
}
