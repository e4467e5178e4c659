package io.topicwire.mqtt.engine;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Operations in the order in which they were started, from which each can be removed at
 * once: they carry the links of the list themselves.
 */
final class OperationList {

	private @Nullable Operation<?> first;

	private @Nullable Operation<?> last;

	@Nullable Operation<?> first() {
		return this.first;
	}

	void forEach(Consumer<Operation<?>> action) {
		for (Operation<?> operation = this.first; operation != null; operation = operation.next) {
			action.accept(operation);
		}
	}

	void add(Operation<?> operation) {
		link(this.last, operation);
		link(operation, null);
	}

	void remove(Operation<?> operation) {
		link(operation.previous, operation.next);
		operation.previous = null;
		operation.next = null;
	}

	private void link(@Nullable Operation<?> previous, @Nullable Operation<?> next) {
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
	}

}
