package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Connects, connects again after a failure, and disconnects: the state machine behind
 * {@link ConnectionState}. Guarded by the lock of the client.
 */
final class Connector implements LinkOwner {

	// How many attempts may hang in something that cannot be interrupted
	private static final int MAXIMUM_OPEN_LINKS = 4;

	private final ClientContext context;

	private final BiFunction<LinkOwner, Attempt, Link> links;

	private final Operations operations;

	// Time for an attempt with each server
	private final Duration connectTimeout;

	private final Operations connects;

	private final Operations disconnects;

	private final List<Operation<ConnectResult>> connectOperations = new ArrayList<>();

	private final List<Operation<@Nullable Void>> disconnectOperations = new ArrayList<>();

	private final Backoff backoff;

	private final Takeover takeover = new Takeover();

	private final ServerChoice servers;

	private final VersionChoice versions;

	private final Alarm retryAlarm;

	private final Alarm stableAlarm;

	private final Alarm renewalAlarm;

	private ConnectionState state = ConnectionState.DISCONNECTED;

	// Read without the lock, for it is asked for with each message that is logged
	private volatile String clientId;

	private @Nullable Link link;

	// Those whose threads have not ended
	private final Set<Link> openLinks = new HashSet<>();

	private boolean connectedBefore;

	private boolean disconnecting;

	// From the wish for a new connection until the old one has ended
	private boolean renewing;

	private DisconnectOptions disconnectOptions = DisconnectOptions.DEFAULT;

	// How long the broker keeps the session of the last connection
	private Duration sessionExpiry = Duration.ZERO;

	private long reconnects;

	private @Nullable MqttException lastFailure;

	/**
	 * Create a connector that is not connected.
	 * @param context what is shared
	 * @param links makes the link for an attempt to connect
	 * @param operations the operations that a disconnect waits for
	 * @param backoff decides about further attempts
	 */
	Connector(ClientContext context, BiFunction<LinkOwner, Attempt, Link> links, Operations operations,
			Backoff backoff) {
		this.context = context;
		this.links = links;
		this.operations = operations;
		ClientSettings settings = context.settings();
		this.servers = new ServerChoice(settings.servers());
		this.connectTimeout = settings.connectTimeout().multipliedBy(settings.servers().addresses().size());
		this.connects = new Operations(this.connectTimeout, context.timer(), context.lock());
		this.disconnects = new Operations(settings.operationTimeout(), context.timer(), context.lock());
		this.backoff = backoff;
		this.versions = new VersionChoice(settings.protocolVersions());
		this.retryAlarm = context.newAlarm();
		this.stableAlarm = context.newAlarm();
		this.renewalAlarm = context.newAlarm();
		this.clientId = settings.clientId();
	}

	ConnectionState state() {
		return this.state;
	}

	/**
	 * Return the client identifier. Needs no lock.
	 */
	String clientId() {
		return this.clientId;
	}

	ConnectionStatus status() {
		Link connected = (this.state == ConnectionState.CONNECTED) ? this.link : null;
		return new ConnectionStatus(this.state, (connected != null) ? connected.result() : null, this.reconnects,
				(connected != null) ? connected.lastPingLatency() : null, this.lastFailure);
	}

	CompletableFuture<ConnectResult> connect(Executor completion) {
		ConnectResult result = (this.link != null) ? this.link.result() : null;
		if (this.disconnecting) {
			return CompletableFuture.failedFuture(
					new MqttConnectionException("The client is disconnecting; connect again when that is done"));
		}
		if (this.state == ConnectionState.CONNECTED && result != null) {
			return CompletableFuture.completedFuture(result);
		}
		boolean firstConnect = this.state != ConnectionState.RECONNECTING;
		FutureOperation<ConnectResult> operation = this.connects.start(this::describeConnect, (expired) -> {
			giveUp(firstConnect);
			this.connectOperations.remove(expired);
		}, completion);
		this.connectOperations.add(operation);
		if (this.state == ConnectionState.DISCONNECTED) {
			this.state = ConnectionState.CONNECTING;
			this.backoff.reset();
			this.servers.restart();
			attempt();
		}
		return operation.future();
	}

	/**
	 * Make the connection anew once the operations under way are finished, or their time
	 * is over. An attempt under way begins again at once, so that nothing old is used.
	 */
	CompletableFuture<ConnectResult> reconnect(Executor completion) {
		if (this.disconnecting || this.state == ConnectionState.DISCONNECTED) {
			return CompletableFuture.failedFuture(
					new MqttConnectionException("There is no connection that could be made anew; connect first"));
		}
		Duration patience = this.context.settings().operationTimeout();
		FutureOperation<ConnectResult> operation = this.connects.start(this::describeConnect,
				this.connectOperations::remove, patience.plus(this.connectTimeout), Caller.on(completion));
		this.connectOperations.add(operation);
		if (this.renewing) {
			return operation.future();
		}
		if (this.state == ConnectionState.CONNECTED) {
			this.renewing = true;
			this.renewalAlarm.set(patience, this::leaveForNew);
			this.operations.whenFinished(this::leaveForNew);
		}
		else {
			beginAgain();
		}
		return operation.future();
	}

	private void leaveForNew() {
		if (this.renewing && this.link != null && this.state == ConnectionState.CONNECTED) {
			this.renewalAlarm.cancel();
			this.stableAlarm.cancel();
			this.state = ConnectionState.RECONNECTING;
			this.link.leave(DisconnectOptions.DEFAULT, new MqttConnectionException("The connection is made anew"));
		}
	}

	private void beginAgain() {
		this.retryAlarm.cancel();
		if (this.link != null) {
			this.link.abort(new MqttConnectionException("The attempt to connect is begun again"));
		}
		attempt();
	}

	private void endRenewal() {
		this.renewing = false;
		this.renewalAlarm.cancel();
	}

	private String describeConnect() {
		return "Connect to the broker at " + this.context.settings().servers()
				+ ((this.lastFailure != null) ? " (last failure: " + this.lastFailure.getMessage() + ")" : "");
	}

	/**
	 * Give an attempt up whose time is over, if there will be no other one.
	 */
	private void giveUp(boolean firstConnect) {
		if (!this.backoff.isEnabled(firstConnect) && this.link != null) {
			this.servers.giveUp();
			this.link.timeOut();
		}
	}

	private void attempt() {
		if (this.openLinks.size() >= MAXIMUM_OPEN_LINKS) {
			// More of them would not help
			failed(new MqttConnectionException(MAXIMUM_OPEN_LINKS
					+ " earlier attempts to connect still hang in the credentials or the look-up of the host name"));
			return;
		}
		try {
			Link link = this.links.apply(this, nextAttempt());
			this.link = link;
			this.openLinks.add(link);
			link.start();
		}
		catch (RuntimeException | Error ex) {
			failed(new MqttConnectionException("The connection failed unexpectedly: " + ex, ex));
		}
	}

	private Attempt nextAttempt() {
		ServerAddress server = this.servers.choose();
		ProtocolVersion version = this.versions.choose(server);
		return new Attempt(server, version, this.clientId, cleanStart(version));
	}

	@Override
	public void connected(Link link, ConnectResult result) {
		boolean again = this.state == ConnectionState.RECONNECTING;
		this.state = ConnectionState.CONNECTED;
		this.reconnects += again ? 1 : 0;
		this.connectedBefore = true;
		this.lastFailure = null;
		this.sessionExpiry = result.sessionExpiry();
		this.versions.accepted(link.attempt());
		this.clientId = result.clientId();
		this.context.log().identify(result.clientId());
		// First, because the log may take long the first time
		for (Operation<ConnectResult> operation : take(this.connectOperations)) {
			operation.complete(result);
		}
		this.context.log()
			.info((again ? "Reconnected to " : "Connected to ") + result.server() + " with MQTT "
					+ result.protocolVersion() + (result.sessionPresent() ? ", session continued" : ", new session"));
		this.stableAlarm.set(this.context.settings().reconnectPolicy().stableAfter(), () -> {
			this.backoff.reset();
			this.servers.stable();
		});
		this.context.listeners().tell((listener) -> listener.connected(result));
	}

	@Override
	public void lost(Link link, MqttException failure) {
		if (link != this.link) {
			return;
		}
		if (link.result() == null && this.versions.failed(link.attempt(), failure)) {
			this.context.log().info(failure.getMessage() + "; trying another version of MQTT");
			attempt();
		}
		else {
			failed(failure);
		}
	}

	private void failed(MqttException failure) {
		boolean wasConnected = this.state == ConnectionState.CONNECTED;
		boolean firstConnect = this.state == ConnectionState.CONNECTING;
		String advice = wasConnected ? this.takeover.advice(failure, this.clientId, this.stableAlarm.isSet()) : "";
		MqttException previous = this.lastFailure;
		this.link = null;
		this.lastFailure = failure;
		endRenewal();
		this.stableAlarm.cancel();
		boolean leaving = this.disconnecting;
		boolean told = firstConnect && !this.connectOperations.isEmpty();
		Duration delay = leaving ? null : nextDelay(failure, firstConnect);
		if (delay != null) {
			this.state = firstConnect ? ConnectionState.CONNECTING : ConnectionState.RECONNECTING;
			this.retryAlarm.set(delay, this::attempt);
		}
		else {
			this.state = ConnectionState.DISCONNECTED;
			take(this.connectOperations).forEach((operation) -> operation.fail(failure));
			disconnected();
		}
		boolean news = wasConnected || previous == null || !previous.getMessage().equals(failure.getMessage());
		String next = (delay != null) ? "; next attempt in " + delay.toMillis() + " ms"
				: leaving ? "" : this.backoff.farewell(failure, firstConnect);
		logFailure((wasConnected ? "Connection lost: " : "Connect failed: ") + failure.getMessage() + advice + next,
				(delay != null) ? news : !told, failure);
		tell(wasConnected, failure, delay, delay == null && !leaving);
	}

	private void tell(boolean wasConnected, MqttException failure, @Nullable Duration delay, boolean gaveUp) {
		this.context.listeners().tell((listener) -> {
			if (wasConnected) {
				listener.disconnected(failure);
			}
			else {
				listener.connectFailed(failure, delay);
			}
		});
		if (gaveUp) {
			this.context.listeners().tell((listener) -> listener.gaveUp(failure));
		}
	}

	/**
	 * Return how long to wait before the next attempt: not at all while there is a server
	 * that was not tried and may do better.
	 */
	private @Nullable Duration nextDelay(MqttException failure, boolean firstConnect) {
		boolean another = this.servers.failed(ServerReference.of(failure));
		if (another && this.backoff.mayHurry(failure) && (firstConnect || this.backoff.isEnabled(false))) {
			return Duration.ZERO;
		}
		return this.backoff.next(failure, firstConnect);
	}

	/**
	 * Log why there is no connection, loudly only if that is new and nobody else is told.
	 */
	private void logFailure(String message, boolean loud, MqttException failure) {
		if (loud) {
			this.context.log().warn(message);
		}
		this.context.log().debug(message, failure);
	}

	/**
	 * Return whether an attempt discards the session at the broker: the one that an
	 * earlier process has left behind, or one that would not be there anyway.
	 */
	private boolean cleanStart(ProtocolVersion version) {
		ClientSettings settings = this.context.settings();
		if (!this.connectedBefore || version == ProtocolVersion.MQTT_3_1_1) {
			return settings.cleanStart();
		}
		return this.sessionExpiry.isZero();
	}

	/**
	 * Disconnect once the operations under way are finished.
	 */
	CompletableFuture<@Nullable Void> disconnect(DisconnectOptions options, Executor completion) {
		if (this.state != ConnectionState.CONNECTED && !this.disconnecting) {
			stop(new MqttConnectionException("The client was disconnected before the connection was made"));
			return CompletableFuture.completedFuture(null);
		}
		FutureOperation<@Nullable Void> operation = this.disconnects.start(this::describeDisconnect,
				(expired) -> stopWaiting(), options.timeout(), Caller.on(completion));
		this.disconnectOperations.add(operation);
		if (!this.disconnecting) {
			this.disconnecting = true;
			this.disconnectOptions = options;
			endRenewal();
			take(this.connectOperations).forEach((connect) -> connect
				.fail(new MqttConnectionException("The client was disconnected before the connection was made anew")));
			this.operations.whenFinished(this::endLink);
		}
		return operation.future();
	}

	private String describeDisconnect() {
		long awaited = this.operations.awaited();
		return (awaited > 0) ? "Disconnect, with " + awaited + " operations and messages under way," : "Disconnect";
	}

	/**
	 * End the connection although not all is finished that was under way.
	 */
	private void stopWaiting() {
		// First, so that no operation that fails ends the connection in its own way
		endLink();
		this.operations.failAwaited(" was not finished when the time was over that the client had to disconnect");
	}

	CompletableFuture<Duration> ping(Executor completion) {
		Link link = this.link;
		if (link == null || this.state != ConnectionState.CONNECTED) {
			return CompletableFuture
				.failedFuture(new MqttConnectionException("There is no connection that could be pinged"));
		}
		FutureOperation<Duration> operation = this.operations.start(() -> "Ping", (expired) -> {
		}, completion);
		link.ping(operation);
		return operation.future();
	}

	CompletableFuture<@Nullable Void> reauthenticate(Executor completion) {
		if (this.context.settings().connectOptions().authenticator() == null) {
			return CompletableFuture.failedFuture(new MqttException(
					"There is nothing to authenticate with again; build the client with an authenticator"));
		}
		Link link = this.link;
		if (link == null || this.state != ConnectionState.CONNECTED) {
			return CompletableFuture
				.failedFuture(new MqttConnectionException("There is no connection to authenticate again"));
		}
		FutureOperation<@Nullable Void> operation = this.operations.start(() -> "Re-authentication",
				(expired) -> link.reauthenticationTimedOut(), completion);
		link.reauthenticate(operation);
		return operation.future();
	}

	private void stop(MqttException failure) {
		this.retryAlarm.cancel();
		this.stableAlarm.cancel();
		endRenewal();
		Link link = this.link;
		this.link = null;
		if (link != null) {
			link.leave(DisconnectOptions.DEFAULT, failure);
		}
		if (this.state != ConnectionState.CLOSED) {
			this.state = ConnectionState.DISCONNECTED;
		}
		take(this.connectOperations).forEach((operation) -> operation.fail(failure));
	}

	/**
	 * End the connection because the session cannot be stored any more. The next attempt
	 * begins with the store.
	 */
	void storeFailed(MqttException failure) {
		if (this.link != null) {
			this.link.storeFailed(failure);
		}
	}

	/**
	 * End the connection although operations may be under way.
	 */
	void endLink() {
		if (this.disconnecting && this.link != null && this.state == ConnectionState.CONNECTED) {
			this.stableAlarm.cancel();
			this.state = ConnectionState.DISCONNECTED;
			this.sessionExpiry = Objects.requireNonNullElse(this.disconnectOptions.sessionExpiry(), this.sessionExpiry);
			this.link.leave(this.disconnectOptions, new MqttConnectionException("The client was disconnected"));
		}
	}

	@Override
	public void closed(Link link) {
		this.openLinks.remove(link);
		if (link == this.link && link.hasEnded()) {
			this.link = null;
			this.context.log().info(this.renewing ? "Disconnected to connect anew" : "Disconnected");
			this.context.listeners().tell((listener) -> listener.disconnected(null));
			if (this.renewing) {
				endRenewal();
				attempt();
			}
			else {
				disconnected();
			}
		}
	}

	private void disconnected() {
		this.disconnecting = false;
		List<Operation<@Nullable Void>> finished = List.copyOf(this.disconnectOperations);
		this.disconnectOperations.clear();
		for (Operation<@Nullable Void> operation : finished) {
			operation.complete(null);
		}
	}

	/**
	 * End whatever there is at once and for good.
	 */
	void close(MqttClosedException failure) {
		this.openLinks.forEach((link) -> link.abort(failure));
		stop(failure);
		this.state = ConnectionState.CLOSED;
		disconnected();
	}

	private static <T> List<T> take(List<T> list) {
		List<T> content = List.copyOf(list);
		list.clear();
		return content;
	}

}
