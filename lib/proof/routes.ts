export { resolveRoutes } from './resolve-routes';
export { type ValidateRoutesOptions, validateRoutes } from './validate-routes';
