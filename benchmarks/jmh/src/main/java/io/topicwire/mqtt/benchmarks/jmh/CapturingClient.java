package io.topicwire.mqtt.benchmarks.jmh;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * A client that does nothing, so that what is built on clients is what is measured. Keeps
 * the handler that was registered last.
 */
final class CapturingClient implements InvocationHandler {

	private static final CompletableFuture<@Nullable PublishResult> DONE = CompletableFuture.completedFuture(null);

	private @Nullable AcknowledgingHandler handler;

	MqttClient client() {
		return (MqttClient) Proxy.newProxyInstance(MqttClient.class.getClassLoader(),
				new Class<?>[] { MqttClient.class }, this);
	}

	@Nullable AcknowledgingHandler handler() {
		return this.handler;
	}

	/**
	 * Return what takes the answer of a handler and tells nobody.
	 */
	static Acknowledgement acknowledgement() {
		return new Acknowledgement() {

			@Override
			public boolean acknowledge() {
				return true;
			}

			@Override
			public boolean reject(ReasonCode reasonCode, @Nullable String reason) {
				return true;
			}

			@Override
			public boolean fail(Throwable failure) {
				throw new IllegalStateException("The handler failed", failure);
			}

		};
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
		Object last = (arguments != null && arguments.length > 0) ? arguments[arguments.length - 1] : null;
		if (last instanceof MqttMessage) {
			return DONE;
		}
		if (last instanceof AcknowledgingHandler acknowledgingHandler) {
			this.handler = acknowledgingHandler;
		}
		return switch (method.getName()) {
			case "equals" -> proxy == last;
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "CapturingClient";
			default -> (method.getReturnType() == CompletableFuture.class) ? DONE : null;
		};
	}

}
