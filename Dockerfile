# The command line, as a release builds it from `out/npm`. Git is there for the rule secret-exposed; a mounted repository
# belongs to another user, and the command line runs nothing that a repository configures.
FROM node:24.21.0-alpine@sha256:ebfe2f90462722a7a4de65e91990e97fe0d401c70e0e762c5b53302f905ec1c1
# Alpine keeps one version of a package for each of its releases, and the image above is one.
# hadolint ignore=DL3018
RUN apk add --no-cache git && git config --system safe.directory '*'
COPY out/npm /opt/k3s-registries
RUN chmod 755 /opt/k3s-registries/dist/cli.js && ln -s /opt/k3s-registries/dist/cli.js /usr/local/bin/k3s-registries
# node
USER 1000
WORKDIR /work
ENTRYPOINT ["k3s-registries"]
CMD ["lint"]
