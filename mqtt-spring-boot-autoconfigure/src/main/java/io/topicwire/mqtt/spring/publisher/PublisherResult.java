package io.topicwire.mqtt.spring.publisher;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttPublishOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a method returns, and so whether it waits and whether it is a request.
 *
 * @param type what is returned or completes the future
 * @param async whether it is a future
 */
record PublisherResult(Type type, boolean async) {

	static PublisherResult of(Method method, Class<?> publisher) {
		ResolvableType returned = ResolvableType
			.forMethodParameter(new MethodParameter(method, -1).withContainingClass(publisher));
		Class<?> raw = returned.toClass();
		if (raw == CompletableFuture.class || raw == CompletionStage.class) {
			ResolvableType value = returned.getGeneric(0);
			Class<?> valueClass = value.resolve();
			if (valueClass == null || value.hasUnresolvableGenerics()) {
				throw new IllegalStateException(
						"Method %s returns a future of an unknown type; return CompletableFuture<Void>, or CompletableFuture of the type of the reply"
							.formatted(method.toGenericString()));
			}
			return new PublisherResult(value.hasGenerics() ? value.getType() : valueClass, true);
		}
		if (Future.class.isAssignableFrom(raw) || Flow.Publisher.class.isAssignableFrom(raw)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
			throw new IllegalStateException(
					"Method %s returns a type that is not supported; return CompletableFuture, or what completes it to wait for it"
						.formatted(method.toGenericString()));
		}
		return new PublisherResult(
				returned.hasGenerics() ? returned.getType() : ClassUtils.resolvePrimitiveIfNecessary(raw), false);
	}

	@Nullable Object publish(MqttOperations operations, String topic, @Nullable Object payload, MqttPublishOptions options) {
		if (this.type == Void.class || this.type == void.class || this.type == PublishResult.class) {
			return this.async ? send(operations, topic, payload, options)
					: orNothing(operations.sendAndWait(topic, payload, options));
		}
		CompletableFuture<?> reply = operations.sendAndReceive(topic, payload, options,
				ParameterizedTypeReference.forType(this.type));
		return this.async ? reply : await(reply);
	}

	private CompletableFuture<?> send(MqttOperations operations, String topic, @Nullable Object payload,
			MqttPublishOptions options) {
		CompletableFuture<PublishResult> result = operations.send(topic, payload, options);
		return (this.type == Void.class) ? result.thenApply((sent) -> null) : result;
	}

	private @Nullable PublishResult orNothing(PublishResult result) {
		return (this.type == PublishResult.class) ? result : null;
	}

	private static Object await(CompletableFuture<?> reply) {
		try {
			return reply.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
