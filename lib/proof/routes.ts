export { resolveRoutes } from './resolve-routes';
