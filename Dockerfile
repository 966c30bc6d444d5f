# The first stage builds the wheel and the environment; nothing of it but /opt/site reaches the image.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src

COPY requirements/run.txt requirements/build.txt requirements/
RUN python -m venv --without-pip /opt/site \
 && python -m pip install --require-hashes --only-binary :all: -r requirements/build.txt \
 && python -m pip --python /opt/site/bin/python install --require-hashes --only-binary :all: -r requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY tracking_site tracking_site
COPY tracking_site_sandbox tracking_site_sandbox
COPY templates templates
COPY static static
COPY translations translations
COPY demo demo
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && python -m pip --python /opt/site/bin/python install --no-deps --no-index /wheels/*.whl


FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin site
COPY --from=build /opt/site /opt/site
# Where SQLite's file goes; a named volume that is mounted here belongs to the user below.
RUN install --directory --owner=site --group=site /var/lib/tracking-site
VOLUME /var/lib/tracking-site

ENV PATH=/opt/site/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TRACKING_SITE_CONFIG=/etc/tracking-site/tracking-site.toml
WORKDIR /opt/site
USER 10001:10001
EXPOSE 8000

# Not urllib, which would send the question to a proxy of the environment.
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "from http.client import HTTPConnection; c = HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

# The configuration and the secrets come from outside when the container starts; the image holds neither.
CMD ["tracking-site", "serve", "--host", "0.0.0.0", "--port", "8000"]
