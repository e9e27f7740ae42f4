# Muster in a container. docs/deployment.md says how to run it.

FROM node:24-slim AS build
WORKDIR /muster
COPY package.json package-lock.json .npmrc ./
COPY sdk/package.json sdk/
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY sdk sdk
COPY src src
RUN npm run build

FROM node:24-slim
WORKDIR /muster
COPY package.json package-lock.json .npmrc ./
COPY sdk/package.json sdk/
# npm also brings a Node 24 of its own for machines with an older one; this image has Node 24 already. Leaving out all
# optional packages instead would leave out sharp's library as well. One step, so that no layer keeps what is removed.
RUN npm ci --omit=dev --cache /tmp/npm \
  && rm -rf /tmp/npm node_modules/node-linux-* node_modules/.bin/node
COPY bin bin
COPY LICENSE ./
COPY --from=build /muster/sdk/dist sdk/dist
COPY --from=build /muster/dist dist

# A new volume takes over the owner of the folder that it covers.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node

ENV NODE_ENV=production \
    MUSTER_HOST=0.0.0.0 \
    MUSTER_PORT=8080 \
    MUSTER_DATA_DIR=/data
EXPOSE 8080

# The image has no curl; Node asks by itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.MUSTER_PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Node is the first process itself, so that SIGTERM reaches the server and it ends cleanly.
ENTRYPOINT ["node", "bin/muster.js"]
CMD ["serve"]
