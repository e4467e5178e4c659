package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The console of an application, for any web framework to serve. Stops before the web
 * server waits for requests to end, because an open page is one. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MqttConsole implements SmartLifecycle {

	/**
	 * How many bytes a request may have: a payload of 1 MiB in Base64, and what is around
	 * it.
	 */
	public static final int MAXIMUM_REQUEST_SIZE = 1_400_000;

	private static final Log logger = LogFactory.getLog(MqttConsole.class);

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
					+ " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer",
			"Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control",
			"no-store");

	private final ConsoleSettings settings;

	private final RequestGuard guard;

	private final ConsoleFiles files;

	private final ConsoleState state;

	private final ConsoleViewers viewers;

	private final ConsoleApi api;

	private final long startedAt;

	private volatile boolean running;

	/**
	 * Create a console.
	 * @param settings what it may do, and how much it keeps
	 * @param clients the clients by the names of their connections
	 * @param registry the containers of the listeners, or {@code null} if there are none
	 * @param recorder what is collected with the taps of the clients
	 * @param classLoader finds the files of the page
	 * @throws IllegalStateException if the libraries of the page are not on the class
	 * path
	 */
	public MqttConsole(ConsoleSettings settings, Map<String, MqttClient> clients,
			@Nullable MqttListenerEndpointRegistry registry, MqttConsoleRecorder recorder, ClassLoader classLoader) {
		this.settings = settings;
		this.guard = new RequestGuard(settings);
		this.files = new ConsoleFiles(classLoader);
		String missing = this.files.missingLibrary();
		Assert.state(missing == null,
				() -> "The MQTT console needs %s on the class path; use mqtt-spring-boot-starter, add it, or set mqtt.console.enabled=false"
					.formatted(missing));
		this.state = new ConsoleState(clients, registry, recorder);
		this.viewers = new ConsoleViewers(this.state, settings);
		this.api = new ConsoleApi(this.state, this.viewers);
		this.startedAt = this.state.now();
	}

	/**
	 * Answer a request. Does not wait for a broker.
	 * @param request the request
	 * @return the answer; never fails
	 */
	public CompletableFuture<ConsoleResponse> handle(ConsoleRequest request) {
		CompletableFuture<ConsoleResponse> response;
		try {
			response = answer(request);
		}
		catch (ConsoleException ex) {
			response = completed(ex.toResponse());
		}
		catch (RuntimeException ex) {
			response = completed(internal(ex).toResponse());
		}
		return response.thenApply(MqttConsole::secure);
	}

	static ConsoleException internal(Throwable failure) {
		logger.error("The MQTT console failed to answer a request", failure);
		return new ConsoleException(500, "internal", "The console failed; the log of the application says why");
	}

	private static ConsoleResponse secure(ConsoleResponse response) {
		ConsoleResponse secured = response;
		for (Map.Entry<String, String> header : HEADERS.entrySet()) {
			secured = secured.header(header.getKey(), header.getValue());
		}
		return secured;
	}

	private static CompletableFuture<ConsoleResponse> completed(ConsoleResponse response) {
		return CompletableFuture.completedFuture(response);
	}

	private CompletableFuture<ConsoleResponse> answer(ConsoleRequest request) {
		this.guard.check(request);
		return switch (request.method()) {
			case "GET", "HEAD" -> completed(get(request));
			case "POST" -> {
				this.guard.checkPost(request);
				yield post(request);
			}
			default -> completed(
					new ConsoleException(405, "method-not-allowed", "There is no method %s".formatted(request.method()))
						.toResponse()
						.header("Allow", "GET, HEAD, POST"));
		};
	}

	private ConsoleResponse get(ConsoleRequest request) {
		String path = request.path();
		if (path.isEmpty()) {
			return ConsoleResponse.empty(302).header("Location", this.settings.path().replaceFirst(".*/", "") + "/");
		}
		if (path.equals("/")) {
			return this.files.get("index.html", request.header("If-None-Match"));
		}
		if (!path.startsWith("/api/")) {
			return this.files.get(path.substring(1), request.header("If-None-Match"));
		}
		String name = path.substring("/api/".length());
		if (name.startsWith("messages/")) {
			return this.api.message(name.substring("messages/".length()));
		}
		if (name.startsWith("packets/")) {
			return this.api.packet(name.substring("packets/".length()));
		}
		return switch (name) {
			case "status" -> status();
			case "events" -> events(request);
			case "messages" -> this.api.messages(request.parameters());
			case "values" -> this.api.values(request.parameters());
			case "packets" -> this.api.packets(request.parameters());
			case "packets.pcapng" -> this.api.capture(request.parameters());
			default -> throw ConsoleException.notFound("There is nothing at '%s'".formatted(path));
		};
	}

	private ConsoleResponse events(ConsoleRequest request) {
		EventFilter filter = EventFilter.of(request.parameters());
		// Nobody would close it
		if (request.method().equals("HEAD")) {
			this.viewers.requireRoom();
			return ConsoleResponse.empty(200);
		}
		return ConsoleResponse.events(this.viewers.open(filter));
	}

	private CompletableFuture<ConsoleResponse> post(ConsoleRequest request) {
		String path = decode(request.path());
		Map<String, String> parameters = request.parameters();
		String name = path.startsWith("/api/") ? path.substring("/api/".length()) : "";
		if (name.equals("publish")) {
			this.guard.requireWritable();
			return this.api.publish(request.body());
		}
		if (name.equals("clear")) {
			return completed(this.api.clear(request.body()));
		}
		if (name.equals("connections/ping")) {
			return this.api.ping(required(parameters, "name"));
		}
		if (name.startsWith("connections/") && name.endsWith("/ping")) {
			return this.api.ping(between(name, "connections/", "/ping"));
		}
		for (String action : new String[] { "pause", "resume" }) {
			if (name.startsWith("listeners/") && name.endsWith("/" + action)) {
				this.guard.requireWritable();
				String id = name.equals("listeners/" + action) ? required(parameters, "id")
						: between(name, "listeners/", "/" + action);
				return completed(this.api.pause(id, action.equals("pause")));
			}
		}
		throw ConsoleException.notFound("There is nothing at '%s'".formatted(path));
	}

	private static String between(String text, String prefix, String suffix) {
		return text.substring(prefix.length(), text.length() - suffix.length());
	}

	private static String required(Map<String, String> parameters, String name) {
		String value = parameters.get(name);
		if (!StringUtils.hasLength(value)) {
			throw ConsoleException.badRequest("The parameter '%s' is missing".formatted(name));
		}
		return value;
	}

	private static String decode(String path) {
		try {
			return StringUtils.uriDecode(path, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleException.badRequest("The path of the URL cannot be decoded: " + ex.getMessage());
		}
	}

	private ConsoleResponse status() {
		ConsoleException refusal = this.viewers.refusal();
		MqttConsoleRecorder recorder = this.state.recorder();
		String version = MqttConsole.class.getPackage().getImplementationVersion();
		return ConsoleResponse.json(200,
				Json.object("application", this.settings.application(), "version",
						(version != null) ? version : "unknown", "instance", this.viewers.instance(), "time",
						this.state.now(), "startedAt", this.startedAt, "writable", this.settings.writable(), "payloads",
						this.settings.showPayloads(), "payloadsFiltered", recorder.isFiltering(), "remote",
						this.settings.allowRemote(), "viewers", this.viewers.count(), "refusal",
						(refusal != null) ? refusal.getMessage() : null, "limits", limits()));
	}

	private Map<String, @Nullable Object> limits() {
		ConsoleSettings.Limits limits = this.settings.limits();
		ConsoleSettings.Timing timing = this.settings.timing();
		return Json.object("maximumViewers", limits.viewers(), "maximumTopics", limits.topics(), "maximumMessages",
				limits.messages(), "maximumPackets", limits.packets(), "maximumPayloadSize", limits.payloadSize(),
				"maximumRequestSize", MAXIMUM_REQUEST_SIZE, "updateIntervalMillis", timing.updateInterval().toMillis(),
				"messagesPerUpdate", ConsoleViewer.MESSAGES_PER_UPDATE, "packetsPerUpdate",
				ConsoleViewer.PACKETS_PER_UPDATE, "topicsPerUpdate", ConsoleViewer.TOPICS_PER_UPDATE,
				"pingHistoryMinutes", PingHistory.LENGTH.toMinutes(), "pingIntervalMillis",
				timing.pingInterval().toMillis());
	}

	@Override
	public void start() {
		this.state.open();
		this.viewers.open();
		this.running = true;
		logger.info("MQTT console available at '%s/'".formatted(this.settings.path()));
		if (this.settings.allowRemote()) {
			logger.warn("The MQTT console answers every machine that reaches this application, because"
					+ " mqtt.console.allow-remote is true; let only those in who may see what it shows");
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.viewers.close();
		this.state.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
