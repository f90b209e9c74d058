import { COMPONENT, validateComponent } from '../../kubernetes/component';
import type { Problem } from '../../model/problem';
import { number, type Shape, text } from '../../model/shape';
import { validateBaseUrl, validateInteger, validateWorkloadName } from '../../model/units';
import type { BootstrapProps } from './bootstrap';

/** What the props of every bootstrap consist of. */
export const BOOTSTRAP: Shape<BootstrapProps> = {
  ...COMPONENT,
  runbookBaseUrl: text('https://runbooks.example.com'),
  ttlSecondsAfterFinished: number(86_400),
};

/** Checks these props, and the namespace that results from them; `standard` is the name where none is given. */
export function validateBootstrap(
  fit: BootstrapProps & { readonly name?: string },
  namespace: string | undefined,
  problems: readonly Problem[],
  standard: string,
): Problem[] {
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, standard),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
    ...validateInteger('ttlSecondsAfterFinished', fit.ttlSecondsAfterFinished, { min: 60 }),
  ];
}
