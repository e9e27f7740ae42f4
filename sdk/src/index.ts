export const apiVersion = 'v1'
