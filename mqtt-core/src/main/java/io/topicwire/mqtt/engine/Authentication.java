package io.topicwire.mqtt.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.auth.AuthenticationExchange;
import io.topicwire.mqtt.auth.Authenticator;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Enhanced authentication on one connection (MQTT 5.0, section 4.12): which packets may
 * come, and what is answered. The code of the application that knows the answers runs on
 * a thread of its own. Guarded by the lock of the client, but for {@link #begin()}.
 */
final class Authentication {

	private final ClientContext context;

	private final @Nullable Authenticator authenticator;

	private final Signal settled;

	private final Owner owner;

	private final List<Operation<@Nullable Void>> operations = new ArrayList<>();

	private volatile @Nullable Dialogue dialogue;

	private boolean connected;

	// Whether it is the application's turn
	private boolean busy;

	// Whether nothing may be read until the broker is known to be authentic
	private boolean verifying;

	/**
	 * Create the authentication of a new connection.
	 * @param context what is shared
	 * @param owner what the connection is that has to be authenticated
	 */
	Authentication(ClientContext context, Owner owner) {
		this.context = context;
		this.authenticator = context.settings().connectOptions().authenticator();
		this.settled = context.lock().newSignal();
		this.owner = owner;
	}

	/**
	 * Begin the exchange of a new connection and wait for its first data. Ends when the
	 * thread is interrupted.
	 * @return the data for CONNECT, or {@code null} for none
	 */
	byte @Nullable [] begin() {
		if (this.authenticator == null) {
			return null;
		}
		Dialogue dialogue = new Dialogue();
		this.dialogue = dialogue;
		try {
			return dialogue.begin(this.authenticator).toCompletableFuture().get();
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/**
	 * Handle an AUTH.
	 * @throws MqttProtocolException if it must not come now, or is not what it must be
	 */
	void received(Auth auth) {
		Dialogue dialogue = this.dialogue;
		if (dialogue == null || this.busy) {
			throw violation("The broker sent AUTH, which it must not send at this point");
		}
		requireMethod(auth.properties(), "AUTH");
		byte[] data = auth.properties().get(Property.AUTHENTICATION_DATA);
		if (auth.reasonCode() == ReasonCode.CONTINUE_AUTHENTICATION) {
			run(dialogue, (exchange) -> exchange.respond(data),
					(answer) -> this.owner.send(auth(ReasonCode.CONTINUE_AUTHENTICATION, answer)));
		}
		else if (this.connected) {
			run(dialogue, (exchange) -> exchange.complete(data), (nothing) -> {
				this.dialogue = null;
				for (Operation<@Nullable Void> operation : takeOperations()) {
					operation.complete(null);
				}
			});
		}
		else {
			throw violation("The broker sent AUTH with reason code '" + auth.reasonCode() + "' before CONNACK");
		}
	}

	/**
	 * Handle a CONNACK that accepts the connection. The owner is told as soon as the
	 * broker is known to be authentic.
	 * @param result what was agreed on
	 * @throws MqttProtocolException if it does not name the method of CONNECT
	 */
	void accepted(Connack connack, ConnectResult result) {
		Dialogue dialogue = this.dialogue;
		if (dialogue == null) {
			if (!connack.properties().isEmpty() && connack.properties().get(Property.AUTHENTICATION_METHOD) != null) {
				throw violation("The broker sent CONNACK with an Authentication Method although CONNECT had none");
			}
			this.owner.accepted(result);
			return;
		}
		if (this.busy) {
			throw violation("The broker sent CONNACK before its challenge was answered");
		}
		requireMethod(connack.properties(), "CONNACK");
		byte[] data = connack.properties().get(Property.AUTHENTICATION_DATA);
		this.verifying = true;
		run(dialogue, (exchange) -> exchange.complete(data), (nothing) -> {
			this.dialogue = null;
			this.connected = true;
			this.owner.accepted(result);
		});
	}

	/**
	 * Wait until the broker is known to be authentic, or the connection has ended.
	 */
	void awaitVerdict() {
		while (this.verifying) {
			this.context.lock().await(this.settled);
		}
	}

	/**
	 * Authenticate again on an accepted connection, or join those who do already.
	 */
	void again(Operation<@Nullable Void> operation) {
		this.operations.add(operation);
		Authenticator authenticator = this.authenticator;
		if (this.dialogue != null || authenticator == null) {
			return;
		}
		Dialogue dialogue = new Dialogue();
		this.dialogue = dialogue;
		this.busy = true;
		this.context.authentication()
			.execute(() -> perform(dialogue, () -> dialogue.begin(authenticator),
					(data) -> this.owner.send(auth(ReasonCode.RE_AUTHENTICATE, data))));
	}

	/**
	 * Give up because the connection has ended.
	 */
	void stop(MqttException failure) {
		Dialogue dialogue = this.dialogue;
		this.dialogue = null;
		this.verifying = false;
		this.settled.give();
		if (dialogue != null) {
			this.context.authentication().execute(() -> dialogue.failed(failure));
		}
		takeOperations().forEach((operation) -> operation.fail(failure));
	}

	private List<Operation<@Nullable Void>> takeOperations() {
		List<Operation<@Nullable Void>> taken = List.copyOf(this.operations);
		this.operations.clear();
		return taken;
	}

	private <T extends @Nullable Object> void run(Dialogue dialogue,
			Function<AuthenticationExchange, CompletionStage<T>> step, Consumer<T> next) {
		this.busy = true;
		this.context.authentication().execute(() -> perform(dialogue, () -> step.apply(dialogue.exchange()), next));
	}

	/**
	 * Run code of the application, without the lock.
	 */
	private <T extends @Nullable Object> void perform(Dialogue dialogue, Supplier<CompletionStage<T>> step,
			Consumer<T> next) {
		try {
			step.get().whenComplete((result, failure) -> settle(dialogue, result, failure, next));
		}
		catch (Throwable ex) {
			this.context.lock().run(() -> settle(dialogue, ex));
		}
	}

	private <T extends @Nullable Object> void settle(Dialogue dialogue, T result, @Nullable Throwable failure,
			Consumer<T> next) {
		this.context.lock().run(() -> {
			if (failure != null) {
				settle(dialogue, failure);
			}
			else if (this.dialogue == dialogue) {
				this.busy = false;
				next.accept(result);
				this.verifying = false;
				this.settled.give();
			}
		});
	}

	private void settle(Dialogue dialogue, Throwable failure) {
		if (this.dialogue == dialogue) {
			this.owner.authenticationFailed(failure(failure));
		}
	}

	private MqttException failure(Throwable failure) {
		Throwable cause = failure.getCause();
		if (cause != null && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
			return failure(cause);
		}
		return (failure instanceof MqttException known) ? known : new MqttConnectionException(
				"The authentication failed on the side of the client: " + failure, failure);
	}

	private void requireMethod(Properties properties, String packet) {
		String method = properties.get(Property.AUTHENTICATION_METHOD);
		if (!method().equals(method)) {
			throw violation("The broker sent " + packet + " with " + ((method != null)
					? "the Authentication Method '" + SafeText.remark(method) + "'" : "no Authentication Method")
					+ " although CONNECT had '" + method() + "'");
		}
	}

	private Auth auth(ReasonCode reasonCode, byte @Nullable [] data) {
		return new Auth(reasonCode,
				Properties.builder()
					.add(Property.AUTHENTICATION_METHOD, method())
					.addIfPresent(Property.AUTHENTICATION_DATA, data)
					.build());
	}

	private String method() {
		return (this.authenticator != null) ? this.authenticator.method() : "";
	}

	private static MqttProtocolException violation(String message) {
		return new MqttProtocolException(ReasonCode.PROTOCOL_ERROR, message);
	}

	/**
	 * The connection that has to be authenticated.
	 */
	interface Owner {

		/**
		 * Send a packet, even before the connection is accepted.
		 */
		void send(Packet packet);

		/**
		 * Handle that the broker has accepted the connection and is authentic.
		 * @param result what was agreed on
		 */
		void accepted(ConnectResult result);

		/**
		 * Handle that the application refuses, or does not know the answer.
		 */
		void authenticationFailed(MqttException failure);

	}

	/**
	 * The exchange from its beginning on, which is code of the application too.
	 */
	private static final class Dialogue {

		private volatile @Nullable AuthenticationExchange exchange;

		CompletionStage<byte @Nullable []> begin(Authenticator authenticator) {
			AuthenticationExchange exchange = authenticator.begin();
			this.exchange = exchange;
			return exchange.initialData();
		}

		AuthenticationExchange exchange() {
			AuthenticationExchange exchange = this.exchange;
			if (exchange == null) {
				throw new IllegalStateException("The exchange has not begun");
			}
			return exchange;
		}

		void failed(MqttException failure) {
			AuthenticationExchange exchange = this.exchange;
			if (exchange != null) {
				exchange.failed(failure);
			}
		}

	}

}
