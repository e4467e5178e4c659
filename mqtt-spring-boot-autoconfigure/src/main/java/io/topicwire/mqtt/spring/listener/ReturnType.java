package io.topicwire.mqtt.spring.listener;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a listener method returns, and so when it is done.
 *
 * @param type the declared type
 * @param adapter turns a reactive type into a publisher, {@code null} if the type is none
 */
record ReturnType(Class<?> type, @Nullable ReactiveAdapter adapter) {

	private static final boolean MONO_PRESENT = KotlinDetector.isKotlinReflectPresent()
			&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", ReturnType.class.getClassLoader());

	/**
	 * Read the return type of a method.
	 * @param method the method
	 * @return its return type
	 * @throws IllegalStateException if nobody could say when such a method is done
	 */
	static ReturnType of(Method method) {
		Class<?> type = KotlinDetector.isSuspendingFunction(method) ? resolveSuspending(method)
				: method.getReturnType();
		if (CompletionStage.class.isAssignableFrom(type)) {
			return new ReturnType(type, null);
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (Future.class.isAssignableFrom(type) || Flow.Publisher.class.isAssignableFrom(type)
				|| (adapter != null && adapter.isMultiValue())) {
			throw new IllegalStateException(
					"Listener method %s returns a type that is not supported; return CompletableFuture, a type of at most one value such as Mono, or what it results in"
						.formatted(method.toGenericString()));
		}
		return new ReturnType(type, adapter);
	}

	/**
	 * Find out what type calling a suspending function of Kotlin results in.
	 */
	private static Class<?> resolveSuspending(Method method) {
		if (!MONO_PRESENT) {
			throw new IllegalStateException(
					"Listener method %s is a suspending function, which needs kotlin-reflect and kotlinx-coroutines-reactor; add both, or return CompletableFuture"
						.formatted(method.toGenericString()));
		}
		// The continuation takes what the function returns
		Class<?> result = ResolvableType.forMethodParameter(method, method.getParameterCount() - 1)
			.getGeneric(0)
			.resolve(Object.class);
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result);
		return (adapter != null && adapter.isMultiValue()) ? result : Mono.class;
	}

	/**
	 * Return whether the method has a result, or is done some time after it has returned.
	 */
	boolean hasResult() {
		return this.type != void.class;
	}

	/**
	 * Return whether the method returns a value, and not only when it is done.
	 */
	boolean isReply() {
		return hasResult() && this.adapter == null && !CompletionStage.class.isAssignableFrom(this.type);
	}

	/**
	 * Return when the method is done, and with which result.
	 * @param result what it has returned
	 * @return completed when it is done, or {@code null} if it is done
	 */
	@Nullable CompletionStage<?> toStage(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage;
		}
		return (result != null && this.adapter != null) ? FirstValue.of(this.adapter, result) : null;
	}

}
