// `npm run secrets`: makes the Secrets that the synthesized stack expects and the cluster lacks. See `usage` below.
//
// Of existing Secrets only the names of their keys are read, and the values of those that are copies of others, or have
// them. Values reach kubectl through its standard input, are never printed, and never replace what is there.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kubectl } from './kubectl.mjs';
import { filesIn } from './publish.mjs';

const usage = `usage: npm run secrets -- [options]

Reads the list of expected Secrets that synth writes, and makes those that the cluster lacks.

  --from DIR           take values from files DIR/<secret>/<key> (one line break at the end is dropped)
  --list FILE          the list, by default dist/secrets.tsv
  --kubeconfig FILE    as of kubectl
  --context NAME       as of kubectl
  --create-namespaces  make missing namespaces too
  --dry-run            say what would be done, change nothing

A Secret with the key .dockerconfigjson gets the type kubernetes.io/dockerconfigjson.
A key without a file gets a random value where one serves, a certificate where one of an authority of its own does,
or the value that another namespace has. What cert-manager makes is left to it, after 'kubectl apply -f dist/': once it is
there, another run makes the copies of it. Keys that exist are left alone; copies that differ by now are told.
Exit code 0: all are there; 3: some are still missing, listed with what they are for or wait for; 1: an error.
`;

const columns = ['namespace', 'secret', 'key', 'provision', 'purpose'];
const exitCodes = { done: 0, failed: 1, valuesMissing: 3 };
/** Types of Secrets that Kubernetes takes a key from only if they have it. */
const typeByKey = { '.dockerconfigjson': 'kubernetes.io/dockerconfigjson' };
const say = (line) => process.stdout.write(`${line}\n`);

/** What the fourth column says: the kind, and the rest of it. */
const provisions =
  /^(?:random|value|certificate (?<dnsNames>\S+)|cert-manager (?<certManager>\S+)|copy (?<copyFrom>\S+))$/;

function readList(path) {
  if (!existsSync(path)) throw new Error(`there is no ${path}; run 'npm run synth', or name the list with --list`);
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (header !== columns.join('\t'))
    throw new Error(`${path}: the first line is not the columns ${columns.join(', ')}`);
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const provision = provisions.exec(cells[3]);
    if (cells.length !== columns.length || !provision) {
      throw new Error(
        `${path}:${index + 2}: not ${columns.length} columns with 'random', 'value', 'certificate …', 'cert-manager …' or 'copy …' as the fourth`,
      );
    }
    const row = Object.fromEntries(columns.map((column, each) => [column, cells[each]]));
    const { dnsNames, certManager, copyFrom } = provision.groups;
    return { ...row, dnsNames: dnsNames?.split(','), certManager, copyFrom };
  });
}

/** A given value, less the line break that editors and `echo` leave at the end of a file. */
function readValue(path) {
  const text = readFileSync(path, 'latin1').replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${path} is empty; put the value into it, or remove it`);
  return Buffer.from(text, 'latin1');
}

/** The file with the value of an expected key, if one is given. Whatever else is put there, cert-manager replaces. */
function fileOf({ secret, key, certManager }, from) {
  const path = from && !certManager && join(from, secret, key);
  return path && existsSync(path) ? path : undefined;
}

/**
 * One certificate for the keys of a Secret that are parts of one. Where some part is there already, or given, the others
 * have to be given too.
 */
async function certificateOf(rows, absent, from) {
  const parts = rows.filter(({ dnsNames }) => dnsNames);
  const none = parts.length > 0 && parts.every((row) => absent.includes(row) && !fileOf(row, from));
  if (!none) return {};
  const { issueCertificate } = await import('./certificates.mjs');
  return issueCertificate([...new Set(parts.flatMap(({ dnsNames }) => dnsNames))]);
}

/** What to put under an expected key, and where it comes from; undefined if somebody has to give it. */
function provide(row, { from, certificate, valueIn }) {
  const { secret, key, provision, copyFrom } = row;
  const file = fileOf(row, from);
  if (file) return { value: readValue(file), origin: `from ${file}` };
  if (certificate[key]) return { value: certificate[key], origin: 'certificate of its own authority' };
  if (provision === 'random') return { value: Buffer.from(randomBytes(32).toString('base64url')), origin: 'random' };
  const value = copyFrom && valueIn(copyFrom, secret, key);
  return value ? { value, origin: `copy of ${copyFrom}` } : undefined;
}

/** Sees to one Secret: adds what can be provided and returns the rows whose values are still missing. */
async function complete(kubectl, rows, { from, dryRun, namespaceExists, made }) {
  const [{ namespace, secret }] = rows;
  const place = `${namespace}/${secret}`;
  const keys = namespaceExists ? kubectl.secretKeys(namespace, secret) : undefined;
  const absent = rows.filter(({ key }) => !keys?.includes(key));
  const certificate = await certificateOf(rows, absent, from);
  const valueIn = (...place) => made.get(place.join('/')) ?? kubectl.secretValue(...place);
  const provided = absent.map((row) => ({ ...row, ...provide(row, { from, certificate, valueIn }) }));
  const addable = provided.filter(({ value }) => value);
  for (const { key, value } of addable) made.set(`${place}/${key}`, value);
  if (addable.length > 0 && !dryRun) {
    const data = Object.fromEntries(addable.map(({ key, value }) => [key, value]));
    kubectl.addToSecret(namespace, secret, data, addable.map(({ key }) => typeByKey[key]).find(Boolean));
  }
  for (const { key, copyFrom } of rows.filter((row) => !absent.includes(row))) {
    const source = copyFrom && valueIn(copyFrom, secret, key);
    // Certificates are renewed, some day by another authority; whether that matters is not for this to say.
    if (source && !kubectl.secretValue(namespace, secret, key)?.equals(source))
      say(`differs  ${place} ${key}: ${copyFrom} has another value by now; delete this one, and run again to copy it`);
    else say(`exists   ${place} ${key}`);
  }
  for (const { key, origin } of addable) say(`${dryRun ? 'would add' : 'added   '} ${place} ${key} (${origin})`);
  return provided.filter(({ value }) => !value);
}

function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups];
}

function unexpectedFiles(rows, from) {
  const given = rows.filter(({ certManager }) => !certManager);
  const expected = new Set(given.map(({ secret, key }) => join(secret, key)));
  return from ? filesIn(from).filter((file) => !expected.has(file)) : [];
}

/** What an absent key waits for that cert-manager makes, itself or where it is to be copied from. */
function awaited({ secret, key, certManager, copyFrom }, rows) {
  if (certManager) return `cert-manager makes it, by Certificate '${certManager}'`;
  const source = rows.find((row) => row.namespace === copyFrom && row.secret === secret && row.key === key);
  return (
    source?.certManager && `copy of ${copyFrom}, where cert-manager makes it, by Certificate '${source.certManager}'`
  );
}

/** Tells what is still missing, and what to do about it. */
function report(missing, rows, from) {
  const told = missing.map((row) => ({ ...row, source: awaited(row, rows) }));
  const waiting = told.filter(({ source }) => source);
  const wanted = told.filter(({ source }) => !source);
  for (const { namespace, secret, key, source } of waiting) say(`waiting  ${namespace}/${secret} ${key}: ${source}`);
  for (const { namespace, secret, key, purpose, copyFrom } of wanted) {
    const what = copyFrom ? `${purpose} (copy of ${copyFrom}, which has none)` : purpose;
    say(`missing  ${namespace}/${secret} ${key}: ${what}; put it into ${join(from ?? 'DIR', secret, key)}`);
  }
  const again = `npm run secrets${from || wanted.length > 0 ? ` -- --from ${from ?? 'DIR'}` : ''}`;
  if (wanted.length > 0) say(`then run: ${again}`);
  if (waiting.length > 0) say(`once cert-manager has made its own, run again: ${again}`);
}

/** Makes the namespace if that is asked for; says what stands in the way otherwise. */
function ensureNamespace(kubectl, namespace, { createNamespaces, dryRun }) {
  if (kubectl.hasNamespace(namespace)) return { exists: true };
  if (!createNamespaces) {
    process.stderr.write(
      `namespace '${namespace}' does not exist; run 'kubectl apply -f dist/', or give --create-namespaces\n`,
    );
    return { exists: false, failed: true };
  }
  if (!dryRun) kubectl.createNamespace(namespace);
  say(`${dryRun ? 'would add' : 'added   '} namespace ${namespace}`);
  // With --dry-run it is still not there, to be asked for anything.
  return { exists: !dryRun };
}

async function main() {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      list: { type: 'string', default: join('dist', 'secrets.tsv') },
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      'create-namespaces': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return exitCodes.done;
  }
  const { from, list, 'dry-run': dryRun, 'create-namespaces': createNamespaces } = values;
  if (from && !existsSync(from)) throw new Error(`--from is '${from}', which does not exist; name a folder`);
  const kubectl = new Kubectl(values);
  const rows = readList(list);
  const missing = [];
  const namespaces = new Map(
    groupBy(rows, ({ namespace }) => namespace).map(([namespace]) => [
      namespace,
      ensureNamespace(kubectl, namespace, { createNamespaces, dryRun }),
    ]),
  );
  // With --dry-run they are nowhere else.
  const made = new Map();
  // What is copied has to be there first.
  for (const copied of [false, true]) {
    const due = rows.filter((row) => Boolean(row.copyFrom) === copied && !namespaces.get(row.namespace).failed);
    for (const [, ofSecret] of groupBy(due, ({ namespace, secret }) => `${namespace}/${secret}`)) {
      const namespaceExists = namespaces.get(ofSecret[0].namespace).exists;
      missing.push(...(await complete(kubectl, ofSecret, { from, dryRun, namespaceExists, made })));
    }
  }
  for (const file of unexpectedFiles(rows, from))
    say(`unused   ${join(from, file)}: ${list} expects no such Secret and key`);
  report(missing, rows, from);
  if ([...namespaces.values()].some(({ failed }) => failed)) return exitCodes.failed;
  return missing.length > 0 ? exitCodes.valuesMissing : exitCodes.done;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.failed;
}
