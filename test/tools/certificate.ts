import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './app-folder';

/** A certificate for `localhost` with its key, and that of the authority behind it, in PEM. */
export function certificate(): { readonly key: string; readonly cert: string; readonly ca: string } {
  const script = `
    import { issueCertificate } from '${pathToFileURL(join(repository, 'scripts/certificates.mjs'))}';
    const made = await issueCertificate(['localhost']);
    const [cert, key, ca] = ['tls.crt', 'tls.key', 'ca.crt'].map((name) => made[name].toString());
    console.log(JSON.stringify({ cert, key, ca }));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}
