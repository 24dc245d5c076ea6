# PlanSearch in two stages: what builds it stays behind. docs/operating.md says how it is run.
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS build
# The wheels of PyTorch for processors alone: the usual ones bring gigabytes for graphics cards.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /source
COPY . .
RUN python -m venv /opt/plansearch \
 && /opt/plansearch/bin/pip install --no-cache-dir --extra-index-url "${TORCH_INDEX}" .

FROM python:${PYTHON}
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libreoffice-writer-nogui tesseract-ocr tesseract-ocr-vie \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin plansearch \
 && install --directory --owner plansearch --group plansearch --mode 0700 /data
COPY --from=build /opt/plansearch /opt/plansearch
# Others reach it, so that it wants keys (PLANSEARCH_KEYS).
ENV PATH=/opt/plansearch/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PLANSEARCH_DATA=/data \
    PLANSEARCH_HOST=0.0.0.0 \
    PLANSEARCH_PORT=8000 \
    PLANSEARCH_LOG=json
# By number, which a cluster can tell from root.
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PLANSEARCH_PORT\"]}/readyz', timeout=5)"]
ENTRYPOINT ["plansearch"]
CMD ["serve"]
