package io.topicwire.mqtt.session;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.Transformer;

/**
 * Steps of random schedules, with names that a failed test reports.
 */
final class Steps {

	private Steps() {
	}

	static <S> Action<S> step(String name, Consumer<S> action) {
		return Action.just(Transformer.mutate(name, action));
	}

	static <S, T> Action<S> step(String name, Arbitrary<T> argument, BiConsumer<S, T> action) {
		return (Action.Independent<S>) () -> argument
			.map((value) -> Transformer.mutate(name + " " + value, (state) -> action.accept(state, value)));
	}

}
