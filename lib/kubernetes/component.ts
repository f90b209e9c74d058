import type { IMetricsBackend } from '../model/metrics-backend';
import type { Problem } from '../model/problem';
import { having, type Shape, struct, text } from '../model/shape';
import type { Images } from './images';
import { validateNamespace } from './namespace';
import { type PlacementProps, validatePlacement } from './placement';
import { type ContainerResources, validateResources } from './resources';
import { PLACEMENT, RESOURCES } from './shapes';

/** What every program of one container can be told. */
export interface ComponentProps extends PlacementProps {
  /** Scrapes it, evaluates the rules about it and alerts when it is gone. @default - nobody watches it */
  readonly metrics?: IMetricsBackend;
  /** @default - that of the chart */
  readonly namespace?: string;
  /** What the container asks for and may use. @default - the component's own */
  readonly resources?: ContainerResources;
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/** What these props consist of. */
export const COMPONENT: Shape<ComponentProps> = {
  ...PLACEMENT,
  metrics: having(['addScrapeJob', 'addRules'], 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  namespace: text('monitoring'),
  resources: struct(RESOURCES),
  images: having(
    ['of', 'versionOf'],
    'set of images',
    "new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })",
  ),
};

/**
 * Checks these props, and the namespace that results from them.
 *
 * @param problems what the shape of the props is told of already
 */
export function validateComponent(
  fit: ComponentProps,
  namespace: string | undefined,
  problems: readonly Problem[],
): Problem[] {
  return [
    ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateNamespace(namespace)),
    ...validateResources('resources', fit.resources),
    ...validatePlacement(fit),
  ];
}
