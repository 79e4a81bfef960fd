# leexport in a container: docker build --build-arg VERSION=1.2.3 --tag leexport .
# How to run it: docs/installing.md

FROM buildpack-deps:bookworm-curl@sha256:89f0653a0a912939914d7df4bfbf6b6759e1713ac7307b734d205628eb195879 AS download
# Without a version it is the newest.
ARG VERSION=""
ARG LEEXPORT_BASE_URL="https://github.com/leexport/leexport/releases"
COPY scripts/install.sh /tmp/install.sh
RUN sh /tmp/install.sh --prefix /opt/leexport ${VERSION:+--version "$VERSION"} \
  && install --directory --owner 65532 --group 65532 --mode 700 /opt/state

# glibc and certificates, no shell. The user nonroot is 65532.
FROM gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f
LABEL org.opencontainers.image.title="leexport" \
  org.opencontainers.image.description="Puts numbers from logs on dashboards" \
  org.opencontainers.image.source="https://github.com/leexport/leexport" \
  org.opencontainers.image.licenses="MIT"
COPY --from=download /opt/leexport/bin/leexport /usr/local/bin/leexport
COPY --from=download /opt/leexport/share/doc/leexport/LICENSE /usr/share/doc/leexport/LICENSE
COPY --from=download --chown=65532:65532 /opt/state /var/lib/leexport
# As under systemd: the store is here, unless the config says otherwise.
ENV STATE_DIRECTORY=/var/lib/leexport
VOLUME /var/lib/leexport
USER 65532:65532
EXPOSE 9797
# Ends with 0 while all is well.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s \
  CMD ["/usr/local/bin/leexport", "status", "-c", "/etc/leexport/config.ini"]
ENTRYPOINT ["/usr/local/bin/leexport"]
CMD ["start", "-c", "/etc/leexport/config.ini"]
