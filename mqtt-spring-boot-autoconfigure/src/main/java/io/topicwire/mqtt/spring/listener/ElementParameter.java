package io.topicwire.mqtt.spring.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Parameter of type {@link List}, seen as if it were one of its elements, so that these
 * are resolved like parameters of other methods.
 */
final class ElementParameter extends MethodParameter {

	private final MethodParameter list;

	private final ResolvableType element;

	ElementParameter(MethodParameter list) {
		super(list);
		this.list = list;
		this.element = ResolvableType.forMethodParameter(list).as(List.class).getGeneric(0);
	}

	private ElementParameter(ElementParameter original) {
		super(original);
		this.list = original.list;
		this.element = original.element;
	}

	/**
	 * Return whether the list says what it is of.
	 */
	boolean isKnown() {
		return this.element.resolve() != null;
	}

	@Override
	public Class<?> getParameterType() {
		return this.element.resolve(Object.class);
	}

	@Override
	public Type getGenericParameterType() {
		Type type = this.element.getType();
		return (type instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : type;
	}

	@Override
	public Annotation[] getParameterAnnotations() {
		return this.list.getParameterAnnotations();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof ElementParameter parameter && super.equals(parameter));
	}

	// Another one than that of the list, which takes this for equal
	@Override
	public int hashCode() {
		return 31 * super.hashCode() + 1;
	}

	@Override
	public ElementParameter clone() {
		return new ElementParameter(this);
	}

}
