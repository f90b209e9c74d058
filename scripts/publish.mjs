// Makes one folder hold exactly the files of another, so that at no time a file of it is missing or half written.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The files below a folder, as paths relative to it, sorted; none if the folder does not exist. */
export function filesIn(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const below = ({ name }) => filesIn(join(folder, name)).map((file) => join(name, file));
  return entries.flatMap((entry) => (entry.isDirectory() ? below(entry) : [entry.name])).sort();
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const path = join(folder, entry.name);
    removeEmptyFolders(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}

function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${process.pid}.unfinished`);
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * Replaces the contents of folder `to` by those of folder `from`. Everything is read before anything is written, each file
 * appears whole, unchanged files are not touched, and old files go only after the new ones are there.
 */
export function publish(from, to) {
  const inside = relative(process.cwd(), resolve(to));
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new Error(`the folder to publish to is '${to}'; it must be one inside ${process.cwd()}`);
  }
  const contents = new Map(filesIn(from).map((file) => [file, readFileSync(join(from, file))]));
  if (contents.size === 0) throw new Error(`the app wrote no file to ${from}; does it call app.synth()?`);
  const before = new Map(filesIn(to).map((file) => [file, readFileSync(join(to, file))]));

  const written = [...contents.keys()].filter((file) => !before.get(file)?.equals(contents.get(file)));
  const removed = [...before.keys()].filter((file) => !contents.has(file));
  for (const file of written) writeWhole(join(to, file), contents.get(file));
  for (const file of removed) rmSync(join(to, file));
  removeEmptyFolders(to);
  return { written, removed, unchanged: contents.size - written.length };
}

/** What {@link publish} did, as one line for people. */
export function summary(to, { written, removed, unchanged }) {
  const parts = [
    written.length > 0 && `wrote ${written.join(', ')}`,
    removed.length > 0 && `removed ${removed.join(', ')}`,
    unchanged > 0 && `${unchanged} unchanged`,
  ];
  return `${to}: ${parts.filter(Boolean).join('; ')}`;
}
